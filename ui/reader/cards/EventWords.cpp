// SPDX-License-Identifier: GPL-3.0-or-later
#include "EventWords.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace
{
struct EventTexts {
    Q_DECLARE_TR_FUNCTIONS(EventWords)
};

QString dayWords(const QDate &date)
{
    return QLocale().toString(date, QLocale::LongFormat);
}

QString clockWords(const QTime &time)
{
    return time.toString(QStringLiteral("HH:mm"));
}

// What a clock in that zone shows; a floating time is the same on every clock.
QDateTime wallOf(const CalendarTime &time, const QTimeZone &zone)
{
    const QDateTime utc = QDateTime::fromSecsSinceEpoch(time.seconds, Qt::UTC);
    return time.isDate || time.isFloating ? utc : utc.toTimeZone(zone);
}

QDateTime wallThere(const CalendarTime &time)
{
    return QDateTime::fromSecsSinceEpoch(time.seconds, Qt::UTC).toOffsetFromUtc(time.offset);
}

// Of a zone whose clocks show something else than those here.
bool isElsewhere(const CalendarTime &time, const QTimeZone &local)
{
    return !time.zone.isEmpty() && time.offset != wallOf(time, local).offsetFromUtc();
}

// "America/New_York, UTC−4:00"
QString zoneWords(const CalendarTime &time)
{
    if (time.zone.isEmpty())
        return QStringLiteral("UTC");
    const QChar sign = time.offset < 0 ? QChar(0x2212) : QChar(u'+');
    const int minutes = std::abs(time.offset) / 60;
    const QString offset =
        QStringLiteral("%1%2:%3").arg(sign).arg(minutes / 60).arg(minutes % 60, 2, 10, QLatin1Char('0'));
    return EventTexts::tr("%1, UTC%2", "zone, offset").arg(time.zone, offset);
}

QString spanOfDays(const QDate &first, const QDate &last)
{
    if (last <= first)
        return EventTexts::tr("%1, all day", "day").arg(dayWords(first));
    return EventTexts::tr("%1 – %2, all day", "first day, last day").arg(dayWords(first), dayWords(last));
}

QString spanOfTimes(const QDateTime &start, const QDateTime &end)
{
    const QString begin =
        EventTexts::tr("%1, %2", "day, time").arg(dayWords(start.date()), clockWords(start.time()));
    if (!end.isValid() || end <= start)
        return begin;
    if (end.date() == start.date())
        return EventTexts::tr("%1 – %2", "beginning, end").arg(begin, clockWords(end.time()));
    return EventTexts::tr("%1 – %2", "beginning, end")
        .arg(begin, EventTexts::tr("%1, %2", "day, time").arg(dayWords(end.date()), clockWords(end.time())));
}

QString weekdayName(int day)
{
    return QLocale().standaloneDayName(day, QLocale::LongFormat);
}

QString placeInMonth(int place)
{
    switch (place) {
    case 1:
        return EventTexts::tr("first");
    case 2:
        return EventTexts::tr("second");
    case 3:
        return EventTexts::tr("third");
    case 4:
        return EventTexts::tr("fourth");
    case 5:
        return EventTexts::tr("fifth");
    case -1:
        return EventTexts::tr("last");
    case -2:
        return EventTexts::tr("second to last");
    default:
        return place > 0 ? EventTexts::tr("%1th", "place of a weekday").arg(place)
                         : EventTexts::tr("%1th to last", "place of a weekday").arg(-place);
    }
}

QString frequency(const CalendarRule &rule)
{
    using Every = CalendarRule::Every;
    const int n = rule.interval;
    switch (rule.every) {
    case Every::Second:
        return n == 1 ? EventTexts::tr("every second", "of time")
                      : EventTexts::tr("every %n second(s)", nullptr, n);
    case Every::Minute:
        return n == 1 ? EventTexts::tr("every minute") : EventTexts::tr("every %n minute(s)", nullptr, n);
    case Every::Hour:
        return n == 1 ? EventTexts::tr("every hour") : EventTexts::tr("every %n hour(s)", nullptr, n);
    case Every::Day:
        return n == 1 ? EventTexts::tr("every day") : EventTexts::tr("every %n day(s)", nullptr, n);
    case Every::Week:
        return n == 1 ? EventTexts::tr("every week") : EventTexts::tr("every %n week(s)", nullptr, n);
    case Every::Month:
        return n == 1 ? EventTexts::tr("every month") : EventTexts::tr("every %n month(s)", nullptr, n);
    case Every::Year:
        break;
    }
    return n == 1 ? EventTexts::tr("every year") : EventTexts::tr("every %n year(s)", nullptr, n);
}

// "Tuesday and Thursday", "the last Friday"; the five working days have a name.
QString weekdays(const CalendarRule &rule)
{
    static const std::vector<std::pair<int, int>> workdays{{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}};
    auto sorted = rule.weekdays;
    std::sort(sorted.begin(), sorted.end());
    if (sorted == workdays)
        return EventTexts::tr("weekdays, Monday to Friday");
    QStringList names;
    for (const auto &[place, day] : rule.weekdays) {
        names += place == 0
                     ? weekdayName(day)
                     : EventTexts::tr("the %1 %2", "last, Friday").arg(placeInMonth(place), weekdayName(day));
    }
    return QLocale().createSeparatedList(names);
}

QString monthDays(const CalendarRule &rule)
{
    QStringList days;
    for (const int day : rule.monthDays) {
        if (day == -1)
            days += EventTexts::tr("the last day");
        else if (day < 0)
            days += EventTexts::tr("%n day(s) before the last", "of the month", -day - 1);
        else
            days += EventTexts::tr("day %1", "of the month").arg(day);
    }
    return QLocale().createSeparatedList(days);
}

QString months(const CalendarRule &rule)
{
    QStringList names;
    for (const int month : rule.months)
        names += QLocale().standaloneMonthName(std::clamp(month, 1, 12), QLocale::LongFormat);
    return QLocale().createSeparatedList(names);
}

QString ruleWords(const CalendarRule &rule, const QTimeZone &local)
{
    QString words = frequency(rule);
    if (!rule.weekdays.empty())
        words = EventTexts::tr("%1 on %2", "every week, Tuesday").arg(words, weekdays(rule));
    if (!rule.monthDays.empty())
        words = EventTexts::tr("%1 on %2", "every month, day 15").arg(words, monthDays(rule));
    if (!rule.months.empty())
        words = EventTexts::tr("%1 in %2", "every year, March").arg(words, months(rule));
    if (rule.count > 0)
        words += EventTexts::tr(", %n time(s)", "how often", rule.count);
    if (rule.until)
        words += EventTexts::tr(", until %1", "day").arg(dayWords(wallOf(*rule.until, local).date()));
    if (rule.hasMore)
        words += EventTexts::tr(", by a rule that only a calendar can work out");
    return words;
}

// "1 December 2026; 8 December 2026 and 3 more days".
template <class Words> QString listOfDays(const std::vector<CalendarTime> &times, const Words &wordsOf)
{
    constexpr size_t most = 5;
    QStringList days;
    for (size_t i = 0; i < std::min(times.size(), most); ++i)
        days += wordsOf(times[i]);
    const int more = int(times.size()) - int(days.size());
    const QString list = days.join(EventTexts::tr("; ", "between days"));
    return more > 0 ? EventTexts::tr("%1 and %n more day(s)", "days", more).arg(list) : list;
}
} // namespace

QString EventWords::when(const CalendarEvent &event, const QTimeZone &local)
{
    if (event.start == CalendarTime())
        return {}; // not told
    const QDateTime start = wallOf(event.start, local);
    const QDateTime end = event.end ? wallOf(*event.end, local) : QDateTime();
    if (event.start.isDate) // the end is the first day that is free again (RFC 5545 §3.6.1)
        return spanOfDays(start.date(), end.isValid() ? end.date().addDays(-1) : start.date());
    const QString span = spanOfTimes(start, end);
    if (!event.start.isFloating)
        return span;
    if (event.start.zone.isEmpty())
        return EventTexts::tr("%1 (of no time zone: wherever you are)").arg(span);
    return EventTexts::tr("%1 (time zone “%2”, which is not known here)").arg(span, event.start.zone);
}

QString EventWords::whenThere(const CalendarEvent &event, const QTimeZone &local)
{
    const CalendarTime &start = event.start;
    if (start.isDate || start.isFloating)
        return {};
    const CalendarTime end = event.end && !event.end->isDate && !event.end->isFloating ? *event.end : start;
    if (!isElsewhere(start, local) && !isElsewhere(end, local))
        return {};
    const QString begin = EventTexts::tr("%1 (%2)", "time, zone");
    if (start.zone == end.zone && start.offset == end.offset) {
        const QString span = spanOfTimes(wallThere(start), event.end ? wallThere(*event.end) : QDateTime());
        return begin.arg(span, zoneWords(start));
    }
    return EventTexts::tr("%1 – %2", "beginning, end")
        .arg(begin.arg(spanOfTimes(wallThere(start), {}), zoneWords(start)),
             begin.arg(spanOfTimes(wallThere(end), {}), zoneWords(end)));
}

QString EventWords::moment(const CalendarTime &time, const QTimeZone &local)
{
    const QDateTime wall = wallOf(time, local);
    return time.isDate ? dayWords(wall.date()) : spanOfTimes(wall, QDateTime());
}

QString EventWords::repetition(const CalendarEvent &event, const QTimeZone &local)
{
    QStringList rules;
    for (const CalendarRule &rule : event.rules)
        rules += ruleWords(rule, local);
    return rules.join(EventTexts::tr("; and ", "between rules of repetition"));
}

QString EventWords::span(const CalendarBusyTime &time, const QTimeZone &local)
{
    return spanOfTimes(wallOf(time.start, local), wallOf(time.end, local));
}

QString EventWords::additions(const CalendarEvent &event, const QTimeZone &local)
{
    return listOfDays(event.additions, [&](const CalendarTime &time) {
        const QDateTime wall = wallOf(time, local);
        const bool isUsual = time.isDate || wall.time() == wallOf(event.start, local).time();
        return isUsual ? dayWords(wall.date()) : moment(time, local);
    });
}

QString EventWords::exceptions(const CalendarEvent &event, const QTimeZone &local)
{
    return listOfDays(event.exceptions,
                      [&](const CalendarTime &time) { return dayWords(wallOf(time, local).date()); });
}
