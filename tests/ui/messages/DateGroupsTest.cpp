// SPDX-License-Identifier: GPL-3.0-or-later
#include "DateGroups.h"

#include <QLocale>
#include <QTest>

#include <algorithm>

class DateGroupsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void daysWeeksMonthsAndYearsAreGroups();
    void theOtherOrderHasTheSameGroups();
    void aWeekThatBeginsTodayHasNoRest();
    void impossibleDatesEndTheList();
    void bordersAreLookedForAndNotRows();
};

namespace
{
// A Thursday.
const QDateTime now(QDate(2026, 3, 19), QTime(15, 0));

qint64 at(int year, int month, int day, int hour = 12)
{
    return QDateTime(QDate(year, month, day), QTime(hour, 0)).toSecsSinceEpoch();
}

QStringList named(const std::vector<DateGroup> &groups)
{
    QStringList names;
    for (const DateGroup &group : groups)
        names += QStringLiteral("%1 %2").arg(group.firstRow).arg(group.title);
    return names;
}
} // namespace

void DateGroupsTest::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); // weeks begin on Monday
}

void DateGroupsTest::daysWeeksMonthsAndYearsAreGroups()
{
    const std::vector<qint64> dates{
        at(2027, 1, 1),  at(2026, 3, 19, 23), at(2026, 3, 19, 0), at(2026, 3, 18), at(2026, 3, 17),
        at(2026, 3, 16), at(2026, 3, 15),     at(2026, 3, 9),     at(2026, 3, 8),  at(2026, 2, 28),
        at(2026, 1, 1),  at(2025, 12, 31),    at(2025, 4, 1),     at(2025, 3, 31), at(2025, 1, 1),
        at(2024, 6, 1),  at(1999, 1, 1)};
    const auto groups = dateGroups(
        int(dates.size()), [&](int row) { return dates[size_t(row)]; }, true, now);
    QCOMPARE(named(groups).join(QLatin1String(" | ")),
             QStringLiteral("0 In the future | 1 Today | 3 Yesterday | 4 This week | 6 Last week | "
                            "8 Earlier this month | 9 February | 10 January | 11 December 2025 | "
                            "12 April 2025 | 13 2025 | 15 2024 | 16 1999"));
}

void DateGroupsTest::theOtherOrderHasTheSameGroups()
{
    const std::vector<qint64> dates{at(1999, 1, 1), at(2026, 3, 18), at(2026, 3, 18, 13), at(2026, 3, 19)};
    const auto groups = dateGroups(
        int(dates.size()), [&](int row) { return dates[size_t(row)]; }, false, now);
    QCOMPARE(named(groups).join(QLatin1String(" | ")), QStringLiteral("0 1999 | 1 Yesterday | 3 Today"));
}

void DateGroupsTest::aWeekThatBeginsTodayHasNoRest()
{
    const QDateTime monday(QDate(2026, 3, 16), QTime(8, 0));
    const std::vector<qint64> dates{at(2026, 3, 16, 7), at(2026, 3, 15), at(2026, 3, 14)};
    const auto groups = dateGroups(
        3, [&](int row) { return dates[size_t(row)]; }, true, monday);
    QCOMPARE(named(groups).join(QLatin1String(" | ")), QStringLiteral("0 Today | 1 Yesterday | 2 Last week"));
}

void DateGroupsTest::impossibleDatesEndTheList()
{
    const std::vector<qint64> dates{at(2026, 3, 19), 0, -1, -62'200'000'000, -90'000'000'000'000};
    const auto groups = dateGroups(
        int(dates.size()), [&](int row) { return dates[size_t(row)]; }, true, now);
    QVERIFY(groups.size() >= 3);
    QCOMPARE(groups.front().title, QStringLiteral("Today"));
    QVERIFY(std::is_sorted(groups.begin(), groups.end(),
                           [](const DateGroup &a, const DateGroup &b) { return a.firstRow < b.firstRow; }));
    QVERIFY(dateGroups(
                0, [](int) { return qint64(0); }, true, now)
                .empty());
}

void DateGroupsTest::bordersAreLookedForAndNotRows()
{
    constexpr int rows = 1'000'000; // over twenty years
    int asked = 0;
    const auto groups = dateGroups(
        rows,
        [&](int row) {
            ++asked;
            return now.toSecsSinceEpoch() - qint64(row) * 630;
        },
        true, now);
    QVERIFY(groups.size() > 30);
    QVERIFY2(asked < 2000, qPrintable(QString::number(asked)));
}

QTEST_GUILESS_MAIN(DateGroupsTest)
#include "DateGroupsTest.moc"
