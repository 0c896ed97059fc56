// SPDX-License-Identifier: GPL-3.0-or-later
//
// NestedReader reads the head of a message within the message (RFC 2046 §5.2.1): also one that is encoded,
// one in a digest, an .eml file of whatever type, and a head that was sent alone (text/rfc822-headers, RFC
// 6522 §4). It reads no more of it than its header. Any thread.
#pragma once

#include "MessageCard.h"
#include "PartTree.h"

#include <optional>

std::optional<NestedCard> readNested(const MimePart &part);
