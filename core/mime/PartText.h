// SPDX-License-Identifier: GPL-3.0-or-later
//
// PartText decodes a text part: transfer encoding, charset, line ends to LF, format=flowed. Any thread.
#pragma once

#include "PartTree.h"

#include <QString>

// The whole part. `unreadable`, where given, is raised by the places that could not be decoded.
QString partText(const MimePart &part, qsizetype *unreadable = nullptr);

// The beginning of the part: what its first `octets`, as they are encoded, say in full lines or letters.
QString partTextStart(const MimePart &part, qsizetype octets);
