// SPDX-License-Identifier: GPL-3.0-or-later
#include "CalendarZones.h"

#include <libical/ical.h>

namespace
{

constexpr int furthest = 26 * 3600; // no clock is further from UTC
constexpr size_t mostNamed = 20;    // of names that are looked up
constexpr int lastYear = 2100;      // zones are worked out up to it

// "Europe/Berlin" of "/freeassociation.sourceforge.net/Europe/Berlin": programs put a name of their own
// before it. Also what Windows calls it.
QTimeZone systemZone(const QByteArray &name)
{
    constexpr qsizetype longest = 128;
    if (name.isEmpty() || name.size() > longest)
        return {};
    const QList<QByteArray> steps = name.split('/');
    for (const qsizetype taken : {steps.size(), qsizetype(3), qsizetype(2)}) {
        const QByteArray id = steps.sliced(std::max<qsizetype>(steps.size() - taken, 0)).join('/');
        if (QTimeZone::isTimeZoneIdAvailable(id))
            return QTimeZone(id);
    }
    const QByteArray id = QTimeZone::windowsIdToDefaultIanaId(name);
    return id.isEmpty() ? QTimeZone() : QTimeZone(id); // of no name it makes the zone of the system
}

} // namespace

CalendarZones::CalendarZones(const std::vector<QByteArray> &components)
{
    for (const QByteArray &text : components) {
        icalcomponent *component = icalparser_parse_string(text.constData());
        if (!component)
            continue;
        icaltimezone *zone = icaltimezone_new();
        // Takes the component over where it is a zone with a name.
        if (!zone || !icaltimezone_set_component(zone, component)) {
            icalcomponent_free(component);
            if (zone)
                icaltimezone_free(zone, 1);
            continue;
        }
        if (!m_zones.emplace(QByteArray(icaltimezone_get_tzid(zone)), zone).second)
            icaltimezone_free(zone, 1);
    }
}

CalendarZones::~CalendarZones()
{
    for (const auto &[name, zone] : m_zones)
        icaltimezone_free(zone, 1);
}

std::optional<int> CalendarZones::offsetAt(const QByteArray &zone, const QDateTime &wall)
{
    if (const auto found = m_zones.find(zone); found != m_zones.end()) {
        icaltimetype time = icaltime_null_time();
        time.year = std::min(wall.date().year(), lastYear);
        time.month = wall.date().month();
        time.day = wall.date().day();
        time.hour = wall.time().hour();
        time.minute = wall.time().minute();
        time.second = wall.time().second();
        const int offset = icaltimezone_get_utc_offset(found->second, &time, nullptr);
        return std::abs(offset) <= furthest ? std::optional(offset) : std::nullopt;
    }
    const QTimeZone &named = zoneNamed(zone);
    if (!named.isValid())
        return std::nullopt;
    return QDateTime(wall.date(), wall.time(), named).offsetFromUtc();
}

const QTimeZone &CalendarZones::zoneNamed(const QByteArray &name)
{
    static const QTimeZone unknown;
    const auto known = m_named.find(name);
    if (known != m_named.end())
        return known->second;
    return m_named.size() < mostNamed ? m_named.emplace(name, systemZone(name)).first->second : unknown;
}
