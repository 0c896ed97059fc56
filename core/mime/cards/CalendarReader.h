// SPDX-License-Identifier: GPL-3.0-or-later
//
// CalendarReader reads what somebody sends to another calendar: an invitation, an answer, a cancellation, a
// task, times at which somebody is busy (RFC 5545, 5546), by libical. Bounded by CalendarText. Any thread.
#pragma once

#include "MessageCard.h"
#include "PartTree.h"

#include <optional>

// Nothing where there is no event, task or busy time in it.
std::optional<InviteCard> readInvite(const MimePart &part);
// RFC 5546's method, upper case; empty where none is told.
QByteArray calendarMethod(const MimePart &part);
