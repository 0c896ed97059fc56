// SPDX-License-Identifier: GPL-3.0-or-later
//
// InviteCardView shows an invitation, its answer or its cancellation: what, when here and there, how often,
// where, with whom; a task with when it is due; busy times. It cannot answer: Poplar only receives mail. GUI
// thread.
#pragma once

#include "CardFrame.h"
#include "MessageCard.h"

class QTimeZone;

class InviteCardView : public CardFrame
{
    Q_OBJECT
public:
    static constexpr size_t mostAttendees = 8;
    static constexpr size_t mostBusyTimes = 12;

    InviteCardView(const InviteCard &card, QWidget *parent);

Q_SIGNALS:
    void openWanted();
    void saveWanted();

private:
    void addEvent(const InviteCard &card, const CalendarEvent &event);
    void addTaskTimes(const CalendarEvent &task, const QTimeZone &local);
    void addBusyTimes(const InviteCard &card, const CalendarEvent &event, const QTimeZone &local);
    void addPeople(const CalendarEvent &event, const QString &name);
};
