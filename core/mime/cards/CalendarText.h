// SPDX-License-Identifier: GPL-3.0-or-later
//
// CalendarText sorts out a calendar before libical reads it: only the components and properties that a card
// shows, each bounded, so that no calendar costs more than an honest one. Time zones keep only rules that
// happen a few times a year: libical works them out up to the time of the event. Pure, any thread.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

struct CalendarText {
    static constexpr size_t maxEvents = 10;
    static constexpr size_t maxZones = 20;
    static constexpr int maxAttendees = 100;
    static constexpr size_t maxBusyTimes = 200;

    struct Event {
        QByteArray text; // one VEVENT, VTODO or VFREEBUSY for libical
        int attendeesLeftOut = 0;
        int busyTimesLeftOut = 0;
        bool hasCutRule = false;
    };

    QByteArray method; // upper case; empty: none
    std::vector<Event> events;
    int leftOut = 0;
    std::vector<QByteArray> zones; // one VTIMEZONE each
};

// `text` is UTF-8.
CalendarText sortOutCalendar(QByteArrayView text);
