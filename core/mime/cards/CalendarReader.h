// SPDX-License-Identifier: GPL-3.0-or-later
//
// CalendarReader reads what somebody sends to another calendar: an invitation, an answer, a cancellation
// (RFC 5545, 5546), by libical. Bounded by CalendarText. Any thread.
#pragma once

#include "MessageCard.h"
#include "PartTree.h"

#include <optional>

// Nothing where there is no event in it. The start of an event that has none, as a cancellation may, is a
// CalendarTime as it is made.
std::optional<InviteCard> readInvite(const MimePart &part);
