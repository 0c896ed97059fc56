// SPDX-License-Identifier: GPL-3.0-or-later
//
// InviteCardView shows an invitation, its answer or its cancellation: what, when here and there, how often,
// where, with whom. It cannot answer: Poplar only receives mail. GUI thread.
#pragma once

#include "CardFrame.h"
#include "MessageCard.h"

class InviteCardView : public CardFrame
{
    Q_OBJECT
public:
    static constexpr size_t mostAttendees = 8;

    InviteCardView(const InviteCard &card, QWidget *parent);

Q_SIGNALS:
    void openWanted();
    void saveWanted();

private:
    void addEvent(const InviteCard &card, const CalendarEvent &event);
    void addPeople(const CalendarEvent &event);
};
