// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReceiptReader reads a message disposition notification (RFC 8098): what became of a message that somebody
// received. Any thread.
#pragma once

#include "MessageCard.h"
#include "PartTree.h"

#include <optional>

// Nothing where there is no Disposition.
std::optional<ReceiptCard> readReceipt(const MimePart &part);
