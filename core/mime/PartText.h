// SPDX-License-Identifier: GPL-3.0-or-later
//
// PartText decodes a text part: transfer encoding, charset, line ends to LF, format=flowed. What the user
// says of the charset goes before what the part says. Any thread.
#pragma once

#include "Charset.h"
#include "PartTree.h"

#include <QString>

// The whole part, with the charset that it was read by and the number of places that could not be decoded.
DecodedText readPartText(const MimePart &part);

inline QString partText(const MimePart &part)
{
    return readPartText(part).text;
}

// The beginning of the part: what its first `octets`, as they are encoded, say in full lines or letters.
QString partTextStart(const MimePart &part, qsizetype octets);
