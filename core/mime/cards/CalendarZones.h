// SPDX-License-Identifier: GPL-3.0-or-later
//
// CalendarZones knows how far the clocks of a calendar's time zones were from UTC: by the zones that the
// calendar describes itself (RFC 5545 §3.6.5), else by name, as the IANA or Windows have it. One object
// belongs to one thread.
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QTimeZone>

#include <map>
#include <optional>
#include <vector>

struct _icaltimezone;

class CalendarZones
{
public:
    // A VTIMEZONE each, as CalendarText has sorted them out.
    explicit CalendarZones(const std::vector<QByteArray> &components);
    ~CalendarZones();
    CalendarZones(const CalendarZones &) = delete;
    CalendarZones &operator=(const CalendarZones &) = delete;

    // Seconds east of UTC when that zone's clocks show `wall` (given as UTC); nothing for an unknown zone.
    std::optional<int> offsetAt(const QByteArray &zone, const QDateTime &wall);

private:
    const QTimeZone &zoneNamed(const QByteArray &name);

    std::map<QByteArray, _icaltimezone *> m_zones;
    std::map<QByteArray, QTimeZone> m_named; // looked up so far; each costs a search of the system's list
};
