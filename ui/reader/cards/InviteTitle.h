// SPDX-License-Identifier: GPL-3.0-or-later
//
// InviteTitle says in a line what somebody's calendar has sent: an invitation, an answer, a task, busy times,
// and whether that is good news. GUI thread (translations).
#pragma once

#include "CardFrame.h"
#include "MessageCard.h"

namespace InviteTitle
{
QString of(const InviteCard &card);
CardFrame::Mood mood(const InviteCard &card);
// Whether all that is in it will not take place.
bool isCancelled(const InviteCard &card);
// "accepted": what an attendee has said (RFC 5545 §3.2.12).
QString answer(const QByteArray &status);
} // namespace InviteTitle
