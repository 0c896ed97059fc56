// SPDX-License-Identifier: GPL-3.0-or-later
//
// CalendarEvent is an event, a task or somebody's busy times as iCalendar describes them (RFC 5545 §3.6), as
// far as the reader shows it. Values; every text may be hostile.
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>
#include <utility>
#include <vector>

// A point in time as a calendar gives it: a date alone, a time of a zone, or one that floats.
struct CalendarTime {
    qint64 seconds = 0; // since 1970 UTC; of a date alone its midnight in UTC
    bool isDate = false;
    bool isFloating = false; // no zone: the same on every clock
    QString zone;            // as it stands there: "Europe/Berlin"; empty for UTC, dates and floating times
    int offset = 0;          // of that zone then, seconds east of UTC

    bool operator==(const CalendarTime &) const = default;
};
struct CalendarAttendee {
    QString name, address;
    QByteArray status; // PARTSTAT, upper case
    bool isOptional = false;

    bool operator==(const CalendarAttendee &) const = default;
};
// How an event is repeated, as far as words can say it (RFC 5545 §3.3.10).
struct CalendarRule {
    enum class Every { Second, Minute, Hour, Day, Week, Month, Year };

    Every every = Every::Day;
    int interval = 1;
    int count = 0; // 0: not told
    std::optional<CalendarTime> until;
    std::vector<std::pair<int, int>> weekdays; // which of the month (0: each, -1: the last), 1 Monday … 7
    std::vector<int> monthDays, months;
    bool hasMore = false; // parts that these fields do not say

    bool operator==(const CalendarRule &) const = default;
};
// A time of which somebody says whether it is free (RFC 5545 §3.8.2.6).
struct CalendarBusyTime {
    enum class Kind { Free, Busy, Tentative, Unavailable };

    Kind kind = Kind::Busy;
    CalendarTime start, end;

    bool operator==(const CalendarBusyTime &) const = default;
};
struct CalendarEvent {
    enum class Kind { Event, Task, BusyTimes };

    Kind kind = Kind::Event;
    QString uid, summary, location, description;
    CalendarTime start; // CalendarTime() where it is not told, as tasks and what is cancelled may have it
    std::optional<CalendarTime> end;          // of a task: when it is due
    std::optional<CalendarTime> recurrenceId; // it is about this one alone
    CalendarAttendee organizer;
    std::vector<CalendarAttendee> attendees;
    int attendeesLeftOut = 0; // beyond those that are listed
    std::vector<CalendarRule> rules;
    std::vector<CalendarTime> additions;  // RDATE: it takes place then, too
    std::vector<CalendarTime> exceptions; // EXDATE: it does not take place then
    QString comment;                      // what somebody who answers writes
    bool isCancelled = false;
    // Of a task.
    std::optional<CalendarTime> completed;
    int percentDone = 0;
    bool isDone = false;
    // Of busy times, in the calendar's order.
    std::vector<CalendarBusyTime> busyTimes;
    int busyTimesLeftOut = 0; // beyond those that are listed

    bool operator==(const CalendarEvent &) const = default;
};
