// SPDX-License-Identifier: GPL-3.0-or-later
#include "CalendarReader.h"

#include "CalendarText.h"
#include "CalendarZones.h"
#include "Octets.h"
#include "PartText.h"

#include <libical/ical.h>

#include <memory>
#include <mutex>

namespace
{

struct FreeComponent {
    void operator()(icalcomponent *component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

// libical ends the process at an error unless it is told not to.
void startLibical()
{
    static std::once_flag once;
    std::call_once(once, [] { icalerror_set_errors_are_fatal(0); });
}

QByteArray parameterOf(icalproperty *property, const char *name)
{
    return QByteArray(icalproperty_get_parameter_as_string(property, name));
}

CalendarEvent::Kind kindOf(const icalcomponent *component)
{
    switch (icalcomponent_isa(component)) {
    case ICAL_VTODO_COMPONENT:
        return CalendarEvent::Kind::Task;
    case ICAL_VFREEBUSY_COMPONENT:
        return CalendarEvent::Kind::BusyTimes;
    default:
        return CalendarEvent::Kind::Event;
    }
}

CalendarBusyTime::Kind busyKindOf(const QByteArray &type)
{
    using Kind = CalendarBusyTime::Kind;
    if (type == "FREE")
        return Kind::Free;
    if (type == "BUSY-TENTATIVE")
        return Kind::Tentative;
    return type == "BUSY-UNAVAILABLE" ? Kind::Unavailable : Kind::Busy;
}

std::optional<CalendarTime> later(const CalendarTime &start, const icaldurationtype &length)
{
    if (length.is_neg || icaldurationtype_is_bad_duration(length))
        return std::nullopt;
    constexpr quint64 longest = 1000; // days and weeks; and hours, minutes and seconds of as much
    if (length.weeks > longest || length.days > longest || length.hours > longest * 24 ||
        length.minutes > longest * 24 * 60 || length.seconds > longest * 24 * 3600)
        return std::nullopt;
    CalendarTime end = start;
    end.seconds += qint64(length.weeks * 7 + length.days) * 86400 + qint64(length.hours) * 3600 +
                   qint64(length.minutes) * 60 + qint64(length.seconds);
    return end;
}

class EventReading
{
public:
    EventReading(icalcomponent *component, CalendarZones &zones)
        : m_component(component), m_zones(zones), m_kind(kindOf(component))
    {
    }
    // Without a beginning it is no event of its own, but what is cancelled or asked for may have none (RFC
    // 5546 §3.2.5, §3.2.6).
    std::optional<CalendarEvent> read(bool needsStart);

private:
    icalproperty *first(icalproperty_kind kind) const
    {
        return icalcomponent_get_first_property(m_component, kind);
    }
    QString text(icalproperty_kind kind) const;
    std::optional<CalendarTime> time(const icaltimetype &value, const QByteArray &zone) const;
    std::optional<CalendarTime> time(icalproperty *property) const;
    std::optional<CalendarTime> endOf(const std::optional<CalendarTime> &start) const;
    std::optional<CalendarBusyTime> busyTime(icalproperty *property) const;
    CalendarAttendee attendee(icalproperty *property) const;
    std::optional<CalendarRule> rule(icalproperty *property) const;
    template <class Take> void forEach(icalproperty_kind kind, const Take &take) const
    {
        for (icalproperty *one = first(kind); one; one = icalcomponent_get_next_property(m_component, kind))
            take(one);
    }
    void readWords(CalendarEvent &event) const;
    void readPeople(CalendarEvent &event) const;
    void readRepetition(CalendarEvent &event) const;
    void readBusyTimes(CalendarEvent &event) const;
    void readProgress(CalendarEvent &event) const;

    icalcomponent *m_component;
    CalendarZones &m_zones;
    const CalendarEvent::Kind m_kind;
    QByteArray m_zone; // of the beginning
};

QString EventReading::text(icalproperty_kind kind) const
{
    icalproperty *property = first(kind);
    const icalvalue *value = property ? icalproperty_get_value(property) : nullptr;
    if (!value || icalvalue_isa(value) != ICAL_TEXT_VALUE)
        return {};
    return QString::fromUtf8(icalvalue_get_text(value)).trimmed();
}

std::optional<CalendarTime> EventReading::time(const icaltimetype &value, const QByteArray &zone) const
{
    const QDate date(value.year, value.month, value.day);
    if (!date.isValid())
        return std::nullopt;
    CalendarTime time;
    time.isDate = value.is_date != 0;
    const QTime clock =
        time.isDate ? QTime(0, 0) : QTime(value.hour, value.minute, std::min(value.second, 59));
    if (!clock.isValid())
        return std::nullopt;
    const QDateTime wall(date, clock, Qt::UTC);
    time.seconds = wall.toSecsSinceEpoch();
    if (time.isDate || icaltime_is_utc(value))
        return time;
    time.zone = QString::fromUtf8(zone);
    if (const auto offset = zone.isEmpty() ? std::nullopt : m_zones.offsetAt(zone, wall)) {
        time.offset = *offset;
        time.seconds -= *offset;
    } else {
        time.isFloating = true; // a zone that nobody knows has its name still
    }
    return time;
}

// Of a period its beginning.
std::optional<CalendarTime> EventReading::time(icalproperty *property) const
{
    const icalvalue *value = property ? icalproperty_get_value(property) : nullptr;
    if (!value)
        return std::nullopt;
    const icalvalue_kind kind = icalvalue_isa(value);
    const QByteArray zone = parameterOf(property, "TZID");
    if (kind == ICAL_PERIOD_VALUE)
        return time(icalvalue_get_period(value).start, zone);
    return kind == ICAL_DATE_VALUE || kind == ICAL_DATETIME_VALUE ? time(icalvalue_get_datetime(value), zone)
                                                                  : std::nullopt;
}

std::optional<CalendarTime> EventReading::endOf(const std::optional<CalendarTime> &start) const
{
    const bool isTask = m_kind == CalendarEvent::Kind::Task;
    if (icalproperty *end = first(isTask ? ICAL_DUE_PROPERTY : ICAL_DTEND_PROPERTY))
        return time(end);
    icalproperty *duration = first(ICAL_DURATION_PROPERTY);
    const icalvalue *value = duration ? icalproperty_get_value(duration) : nullptr;
    if (!start || !value || icalvalue_isa(value) != ICAL_DURATION_VALUE)
        return std::nullopt;
    return later(*start, icalvalue_get_duration(value));
}

std::optional<CalendarBusyTime> EventReading::busyTime(icalproperty *property) const
{
    const icalvalue *value = icalproperty_get_value(property);
    const auto start = time(property);
    if (!start || icalvalue_isa(value) != ICAL_PERIOD_VALUE)
        return std::nullopt;
    const icalperiodtype period = icalvalue_get_period(value);
    const auto end = icaltime_is_null_time(period.end) ? later(*start, period.duration)
                                                       : time(period.end, parameterOf(property, "TZID"));
    if (!end || end->seconds < start->seconds)
        return std::nullopt;
    return CalendarBusyTime{busyKindOf(parameterOf(property, "FBTYPE").toUpper()), *start, *end};
}

CalendarAttendee EventReading::attendee(icalproperty *property) const
{
    CalendarAttendee attendee;
    attendee.name = QString::fromUtf8(parameterOf(property, "CN")).simplified();
    attendee.status = parameterOf(property, "PARTSTAT").toUpper();
    attendee.isOptional = parameterOf(property, "ROLE").toUpper() == "OPT-PARTICIPANT";
    const char *value = icalproperty_get_value_as_string(property);
    attendee.address = QString::fromUtf8(value).simplified();
    const QString scheme = QStringLiteral("mailto:");
    if (attendee.address.startsWith(scheme, Qt::CaseInsensitive))
        attendee.address = attendee.address.sliced(scheme.size());
    return attendee;
}

template <size_t size> std::vector<int> numbersOf(const short (&list)[size])
{
    std::vector<int> numbers;
    for (const short number : list) {
        if (number == ICAL_RECURRENCE_ARRAY_MAX)
            break;
        numbers.push_back(number);
    }
    return numbers;
}

// libical counts days from Sunday, 1.
void takeWeekdays(const icalrecurrencetype &from, CalendarRule &rule)
{
    for (const int coded : numbersOf(from.by_day)) {
        const int day = icalrecurrencetype_day_day_of_week(short(coded));
        if (day >= 1 && day <= 7)
            rule.weekdays.emplace_back(icalrecurrencetype_day_position(short(coded)), day == 1 ? 7 : day - 1);
    }
    // "The first of all Mondays of the month" is the first Monday of the month.
    const std::vector<int> places = numbersOf(from.by_set_pos);
    if (places.size() == 1 && rule.weekdays.size() == 1 && rule.weekdays[0].first == 0 &&
        rule.every == CalendarRule::Every::Month)
        rule.weekdays[0].first = places[0];
    else
        rule.hasMore = rule.hasMore || !places.empty();
}

std::optional<CalendarRule> EventReading::rule(icalproperty *property) const
{
    using Every = CalendarRule::Every;
    const icalvalue *value = icalproperty_get_value(property);
    if (!value || icalvalue_isa(value) != ICAL_RECUR_VALUE)
        return std::nullopt;
    const icalrecurrencetype from = icalvalue_get_recur(value);
    static constexpr Every every[]{Every::Second, Every::Minute, Every::Hour, Every::Day,
                                   Every::Week,   Every::Month,  Every::Year};
    const int often = int(from.freq); // ICAL_SECONDLY_RECURRENCE is 0
    if (often < 0 || often > 6)
        return std::nullopt;
    CalendarRule rule;
    rule.every = every[often];
    rule.interval = std::max<int>(from.interval, 1);
    rule.count = std::max(from.count, 0);
    rule.until = icaltime_is_null_time(from.until) ? std::nullopt : time(from.until, m_zone);
    rule.monthDays = numbersOf(from.by_month_day);
    for (const int month : numbersOf(from.by_month)) {
        if (icalrecurrencetype_month_is_leap(short(month)))
            rule.hasMore = true;
        else
            rule.months.push_back(icalrecurrencetype_month_month(short(month)));
    }
    rule.hasMore = rule.hasMore || from.rscale || !numbersOf(from.by_second).empty() ||
                   !numbersOf(from.by_minute).empty() || !numbersOf(from.by_hour).empty() ||
                   !numbersOf(from.by_year_day).empty() || !numbersOf(from.by_week_no).empty();
    takeWeekdays(from, rule);
    return rule;
}

void EventReading::readWords(CalendarEvent &event) const
{
    event.uid = text(ICAL_UID_PROPERTY);
    event.summary = text(ICAL_SUMMARY_PROPERTY).simplified();
    event.location = text(ICAL_LOCATION_PROPERTY).simplified();
    event.description = text(ICAL_DESCRIPTION_PROPERTY);
    event.comment = text(ICAL_COMMENT_PROPERTY);
}

void EventReading::readPeople(CalendarEvent &event) const
{
    if (icalproperty *organizer = first(ICAL_ORGANIZER_PROPERTY))
        event.organizer = attendee(organizer);
    forEach(ICAL_ATTENDEE_PROPERTY, [&](icalproperty *one) { event.attendees.push_back(attendee(one)); });
}

void EventReading::readRepetition(CalendarEvent &event) const
{
    constexpr size_t most = 200; // days of each list
    event.recurrenceId = time(first(ICAL_RECURRENCEID_PROPERTY));
    forEach(ICAL_RRULE_PROPERTY, [&](icalproperty *one) {
        if (auto repeated = rule(one))
            event.rules.push_back(std::move(*repeated));
    });
    const auto takeDays = [&](icalproperty_kind kind, std::vector<CalendarTime> &days) {
        forEach(kind, [&](icalproperty *one) {
            if (auto day = days.size() < most ? time(one) : std::nullopt)
                days.push_back(std::move(*day));
        });
    };
    takeDays(ICAL_RDATE_PROPERTY, event.additions);
    takeDays(ICAL_EXDATE_PROPERTY, event.exceptions);
}

void EventReading::readBusyTimes(CalendarEvent &event) const
{
    forEach(ICAL_FREEBUSY_PROPERTY, [&](icalproperty *one) {
        auto busy = busyTime(one);
        if (busy && event.busyTimes.size() < CalendarText::maxBusyTimes)
            event.busyTimes.push_back(std::move(*busy));
        else if (busy)
            ++event.busyTimesLeftOut;
    });
}

void EventReading::readProgress(CalendarEvent &event) const
{
    icalproperty *property = first(ICAL_STATUS_PROPERTY);
    const icalproperty_status status = property ? icalproperty_get_status(property) : ICAL_STATUS_NONE;
    event.isCancelled = status == ICAL_STATUS_CANCELLED;
    if (m_kind != CalendarEvent::Kind::Task)
        return;
    event.completed = time(first(ICAL_COMPLETED_PROPERTY));
    property = first(ICAL_PERCENTCOMPLETE_PROPERTY);
    const icalvalue *percent = property ? icalproperty_get_value(property) : nullptr;
    if (percent && icalvalue_isa(percent) == ICAL_INTEGER_VALUE)
        event.percentDone = std::clamp(icalvalue_get_integer(percent), 0, 100);
    event.isDone = status == ICAL_STATUS_COMPLETED || event.completed || event.percentDone == 100;
}

std::optional<CalendarEvent> EventReading::read(bool needsStart)
{
    CalendarEvent event;
    event.kind = m_kind;
    const auto start = time(first(ICAL_DTSTART_PROPERTY));
    if (start) {
        event.start = *start;
        m_zone = start->zone.toUtf8();
    }
    event.end = endOf(start);
    readWords(event);
    readBusyTimes(event);
    const bool isTask = m_kind == CalendarEvent::Kind::Task;
    const bool saysSomething =
        start || !event.busyTimes.empty() || (isTask && (event.end || !event.summary.isEmpty()));
    if (!saysSomething && (needsStart || event.uid.isEmpty()))
        return std::nullopt;
    if (!start && !isTask)
        event.end.reset();
    readPeople(event);
    readRepetition(event);
    readProgress(event);
    return event;
}

QByteArray methodOf(const CalendarText &text, const MimePart &part)
{
    return text.method.isEmpty() ? part.contentType.parameter("method").toUpper() : text.method;
}

} // namespace

QByteArray calendarMethod(const MimePart &part)
{
    return methodOf(sortOutCalendar(partText(part).toUtf8()), part);
}

std::optional<InviteCard> readInvite(const MimePart &part)
{
    startLibical();
    const CalendarText text = sortOutCalendar(partText(part).toUtf8());
    CalendarZones zones(text.zones);
    InviteCard card;
    card.method = methodOf(text, part);
    card.leftOut = text.leftOut;
    for (const CalendarText::Event &one : text.events) {
        const Component component(icalparser_parse_string(one.text.constData()));
        if (!component)
            continue;
        auto event = EventReading(component.get(), zones).read(card.method.isEmpty());
        if (!event)
            continue;
        event->attendeesLeftOut = one.attendeesLeftOut;
        event->busyTimesLeftOut += one.busyTimesLeftOut;
        if (one.hasCutRule && !event->rules.empty())
            event->rules.back().hasMore = true;
        card.events.push_back(std::move(*event));
    }
    return card.events.empty() ? std::nullopt : std::optional(std::move(card));
}
