// SPDX-License-Identifier: GPL-3.0-or-later
//
// PartialReader reads what message/partial says of itself (RFC 2046 §5.2.2), a piece of a message.
// Any thread.
#pragma once

#include "MessageCard.h"
#include "PartTree.h"

#include <optional>

std::optional<PartialCard> readPartial(const MimePart &part);
