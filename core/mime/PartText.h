// SPDX-License-Identifier: GPL-3.0-or-later
//
// PartText decodes a text part: transfer encoding, charset, line ends to LF, format=flowed. What the user
// says of the charset goes before what the part says. Any thread.
#pragma once

#include "Charset.h"
#include "PartTree.h"

#include <QString>

// Octets of a text, as they are encoded, that are read at once: far more than anybody reads.
inline constexpr qsizetype longestPartText = 64 * 1024 * 1024;

// The part, up to `most` octets, with the charset that it was read by and the number of places that could not
// be decoded.
DecodedText readPartText(const MimePart &part, qsizetype most = longestPartText);

inline QString partText(const MimePart &part)
{
    return readPartText(part).text;
}

// The beginning of the part: what its first `octets`, as they are encoded, say in full lines or letters.
QString partTextStart(const MimePart &part, qsizetype octets);
