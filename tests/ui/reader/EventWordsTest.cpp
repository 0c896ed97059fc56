// SPDX-License-Identifier: GPL-3.0-or-later
#include "EventWords.h"
#include "EnglishPlurals.h"

#include <QTest>

namespace
{
using Every = CalendarRule::Every;

CalendarTime at(int year, int month, int day, int hour, int minute, const QString &zone = {}, int hours = 0)
{
    CalendarTime time;
    time.seconds =
        QDateTime(QDate(year, month, day), QTime(hour, minute), Qt::UTC).toSecsSinceEpoch() - hours * 3600;
    time.zone = zone;
    time.offset = hours * 3600;
    return time;
}

CalendarTime onDay(int year, int month, int day)
{
    CalendarTime time = at(year, month, day, 0, 0);
    time.isDate = true;
    return time;
}

CalendarEvent between(const CalendarTime &start, const CalendarTime &end)
{
    CalendarEvent event;
    event.start = start;
    event.end = end;
    return event;
}

QString words(const CalendarRule &rule)
{
    CalendarEvent event;
    event.start = at(2026, 11, 17, 11, 0);
    event.rules = {rule};
    return EventWords::repetition(event, QTimeZone::utc());
}

CalendarRule every(Every unit, int interval = 1)
{
    CalendarRule rule;
    rule.every = unit;
    rule.interval = interval;
    return rule;
}
} // namespace

class EventWordsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        EnglishPlurals::installFor(*QCoreApplication::instance());
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    }
    void timesAreOnTheUsersClock();
    void theOriginalZoneIsSaidWhereItDiffers();
    void daysAreInclusive();
    void floatingTimesHaveNoZone();
    void repetitionIsInWords_data();
    void repetitionIsInWords();
    void exceptionsAreListed();
};

void EventWordsTest::timesAreOnTheUsersClock()
{
    const CalendarEvent event = between(at(2026, 11, 17, 14, 0, QStringLiteral("Harbour Time"), 3),
                                        at(2026, 11, 17, 15, 30, QStringLiteral("Harbour Time"), 3));
    QCOMPARE(EventWords::when(event, QTimeZone("Europe/Berlin")),
             QStringLiteral("Tuesday, 17 November 2026, 12:00 – 13:30"));
    const CalendarEvent late = between(at(2026, 11, 17, 23, 0), at(2026, 11, 18, 1, 0));
    QCOMPARE(EventWords::when(late, QTimeZone::utc()),
             QStringLiteral("Tuesday, 17 November 2026, 23:00 – Wednesday, 18 November 2026, 01:00"));
}

void EventWordsTest::theOriginalZoneIsSaidWhereItDiffers()
{
    const CalendarEvent event = between(at(2026, 11, 17, 14, 0, QStringLiteral("Harbour Time"), 3),
                                        at(2026, 11, 17, 15, 30, QStringLiteral("Harbour Time"), 3));
    QCOMPARE(EventWords::whenThere(event, QTimeZone("Europe/Berlin")),
             QStringLiteral("Tuesday, 17 November 2026, 14:00 – 15:30 (Harbour Time, UTC+3:00)"));
    QCOMPARE(EventWords::whenThere(event, QTimeZone(3 * 3600)), QString());
    QCOMPARE(EventWords::whenThere(between(at(2026, 11, 17, 14, 0), at(2026, 11, 17, 15, 0)),
                                   QTimeZone("Europe/Berlin")),
             QString()); // UTC is nobody's clock
    // A flight.
    const CalendarEvent flight = between(at(2026, 11, 17, 10, 0, QStringLiteral("Berlin"), 1),
                                         at(2026, 11, 17, 14, 0, QStringLiteral("New York"), -5));
    const QString both = QStringLiteral("Tuesday, 17 November 2026, 10:00 (Berlin, UTC+1:00) – "
                                        "Tuesday, 17 November 2026, 14:00 (New York, UTC−5:00)");
    for (const char *local : {"Europe/Berlin", "America/New_York", "Asia/Tokyo"})
        QCOMPARE(EventWords::whenThere(flight, QTimeZone(local)), both);
    QCOMPARE(EventWords::whenThere(
                 between(at(2026, 11, 17, 9, 0), at(2026, 11, 17, 14, 0, QStringLiteral("New York"), -5)),
                 QTimeZone::utc()),
             QStringLiteral("Tuesday, 17 November 2026, 09:00 (UTC) – "
                            "Tuesday, 17 November 2026, 14:00 (New York, UTC−5:00)"));
}

void EventWordsTest::daysAreInclusive()
{
    const QTimeZone west("America/New_York"); // a day is the same day everywhere
    QCOMPARE(EventWords::when(between(onDay(2027, 7, 3), onDay(2027, 7, 4)), west),
             QStringLiteral("Saturday, 3 July 2027, all day"));
    QCOMPARE(EventWords::when(between(onDay(2027, 7, 3), onDay(2027, 7, 5)), west),
             QStringLiteral("Saturday, 3 July 2027 – Sunday, 4 July 2027, all day"));
    CalendarEvent open;
    open.start = onDay(2027, 7, 3);
    QCOMPARE(EventWords::when(open, west), QStringLiteral("Saturday, 3 July 2027, all day"));
}

void EventWordsTest::floatingTimesHaveNoZone()
{
    CalendarEvent event;
    event.start = at(2026, 11, 17, 7, 30);
    event.start.isFloating = true;
    QCOMPARE(EventWords::when(event, QTimeZone("Asia/Tokyo")),
             QStringLiteral("Tuesday, 17 November 2026, 07:30 (of no time zone: wherever you are)"));
    event.start.zone = QStringLiteral("Nowhere");
    QVERIFY(EventWords::when(event, QTimeZone("Asia/Tokyo")).contains(QStringLiteral("“Nowhere”")));
    QCOMPARE(EventWords::when(CalendarEvent(), QTimeZone("Asia/Tokyo")), QString()); // not told
}

void EventWordsTest::repetitionIsInWords_data()
{
    QTest::addColumn<CalendarRule>("rule");
    QTest::addColumn<QString>("expected");
    const auto add = [](const CalendarRule &rule, const char *expected) {
        QTest::newRow(expected) << rule << QString::fromUtf8(expected);
    };
    add(every(Every::Day), "every day");
    add(every(Every::Day, 3), "every 3 days");
    CalendarRule weekly = every(Every::Week, 2);
    weekly.weekdays = {{0, 2}, {0, 4}};
    weekly.until = at(2027, 6, 17, 11, 0);
    add(weekly, "every 2 weeks on Tuesday and Thursday, until Thursday, 17 June 2027");
    CalendarRule workdays = every(Every::Week);
    workdays.weekdays = {{0, 5}, {0, 1}, {0, 2}, {0, 3}, {0, 4}};
    add(workdays, "every week on weekdays, Monday to Friday");
    CalendarRule monthly = every(Every::Month);
    monthly.weekdays = {{-1, 5}};
    monthly.count = 6;
    add(monthly, "every month on the last Friday, 6 times");
    CalendarRule days = every(Every::Month);
    days.monthDays = {1, 15, -3, -2, -1};
    add(days, "every month on day 1, day 15, 2 days before the last, 1 day before the last and the last day");
    CalendarRule yearly = every(Every::Year);
    yearly.monthDays = {15};
    yearly.months = {3, 9};
    add(yearly, "every year on day 15 in March and September");
    CalendarRule odd = every(Every::Hour, 6);
    odd.hasMore = true;
    add(odd, "every 6 hours, by a rule that only a calendar can work out");
}

void EventWordsTest::repetitionIsInWords()
{
    QFETCH(CalendarRule, rule);
    QFETCH(QString, expected);
    QCOMPARE(words(rule), expected);
}

void EventWordsTest::exceptionsAreListed()
{
    CalendarEvent event;
    QCOMPARE(EventWords::exceptions(event, QTimeZone::utc()), QString());
    event.exceptions = {at(2026, 12, 1, 11, 0), at(2026, 12, 29, 11, 0)};
    QCOMPARE(EventWords::exceptions(event, QTimeZone::utc()),
             QStringLiteral("Tuesday, 1 December 2026; Tuesday, 29 December 2026"));
    event.exceptions.resize(30, at(2026, 12, 29, 11, 0));
    QVERIFY(EventWords::exceptions(event, QTimeZone::utc()).endsWith(QStringLiteral("and 25 more days")));
}

QTEST_GUILESS_MAIN(EventWordsTest)
#include "EventWordsTest.moc"
