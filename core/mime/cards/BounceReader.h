// SPDX-License-Identifier: GPL-3.0-or-later
//
// BounceReader reads a delivery status notification (RFC 3464), also as servers write it that leave out empty
// lines or put them where they do not belong. Any thread.
#pragma once

#include "MessageCard.h"
#include "PartTree.h"

#include <optional>

// Nothing where no recipient is named.
std::optional<BounceCard> readBounce(const MimePart &part);
