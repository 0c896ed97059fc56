// SPDX-License-Identifier: GPL-3.0-or-later
//
// EventWords writes when an event takes place and how it is repeated, for people, in their language. Pure:
// the user's time zone is handed in. GUI thread (translations).
#pragma once

#include "CalendarEvent.h"

#include <QString>
#include <QTimeZone>

namespace EventWords
{
// "Tuesday, 17 November 2026, 11:00 – 12:30" on the user's clock; without times where it is all day.
QString when(const CalendarEvent &event, const QTimeZone &local);
// The same on the clock of the event's own zone, with its name; empty where it shows the same.
QString whenThere(const CalendarEvent &event, const QTimeZone &local);
// One point in time on the user's clock.
QString moment(const CalendarTime &time, const QTimeZone &local);
// "Tuesday, 17 November 2026, 11:00 – 12:30" of a busy time.
QString span(const CalendarBusyTime &time, const QTimeZone &local);
// "every 2 weeks on Tuesday and Thursday, until 17 June 2027"; empty where it is not repeated.
QString repetition(const CalendarEvent &event, const QTimeZone &local);
// The days on which it takes place too, with the time where that is another one; empty where there are none.
QString additions(const CalendarEvent &event, const QTimeZone &local);
// The days on which it does not take place; empty where there are none.
QString exceptions(const CalendarEvent &event, const QTimeZone &local);
} // namespace EventWords
