// SPDX-License-Identifier: GPL-3.0-or-later
#include "NotedListings.h"

#include <QTest>

class NotedListingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listingsAreNotedADayApart();
    void whatIsGoneIsRememberedFor90DaysAndTwoListings_data();
    void whatIsGoneIsRememberedFor90DaysAndTwoListings();
    void aClockSetBackBeginsAnew();
    void theyAreStoredAsText();
};

namespace
{
constexpr qint64 day = 24 * 60 * 60, start = 1'800'000'000;
}

void NotedListingsTest::listingsAreNotedADayApart()
{
    NotedListings listings = NotedListings().with(start);
    QVERIFY(listings == (NotedListings{0, start}));
    QVERIFY(listings.with(start + day - 1) == listings);
    listings = listings.with(start + day);
    QVERIFY(listings == (NotedListings{start, start + day}));
    QVERIFY(listings.with(start + 3 * day) == (NotedListings{start + day, start + 3 * day}));
}

void NotedListingsTest::whatIsGoneIsRememberedFor90DaysAndTwoListings_data()
{
    QTest::addColumn<QList<int>>("days"); // of complete listings; the last is now
    QTest::addColumn<int>("gone");        // the day on which it was missing first
    QTest::addColumn<bool>("forgotten");
    QList<int> daily;
    for (int at = 0; at <= 91; ++at)
        daily.append(at);
    QTest::newRow("checked daily, 90 days") << daily << 0 << true;
    QTest::newRow("checked daily, 89 days") << daily << 2 << false;
    QTest::newRow("a year away, first listing") << QList<int>{0, 365} << 0 << false;
    QTest::newRow("a year away, second listing") << QList<int>{0, 365, 366} << 0 << true;
    QTest::newRow("gone at the first listing ever") << QList<int>{200} << 200 << false;
    QTest::newRow("one listing after") << QList<int>{0, 1, 100} << 1 << false;
    QTest::newRow("two listings after") << QList<int>{0, 1, 100, 101} << 1 << true;
}

void NotedListingsTest::whatIsGoneIsRememberedFor90DaysAndTwoListings()
{
    QFETCH(QList<int>, days);
    QFETCH(int, gone);
    QFETCH(bool, forgotten);
    NotedListings listings;
    for (const int at : days)
        listings = listings.with(start + at * day);
    QCOMPARE(start + gone * day < listings.forgottenBefore(start + days.back() * day), forgotten);
}

void NotedListingsTest::aClockSetBackBeginsAnew()
{
    const NotedListings future{start + 1000 * day, start + 1001 * day};
    const NotedListings now = future.with(start);
    QVERIFY(now == (NotedListings{0, start}));
    QVERIFY(now.forgottenBefore(start) <= 0);
}

void NotedListingsTest::theyAreStoredAsText()
{
    const NotedListings listings{start, start + day};
    QVERIFY(NotedListings::fromBytes(listings.toBytes()) == listings);
    QVERIFY(NotedListings::fromBytes({}) == NotedListings());
    QVERIFY(NotedListings::fromBytes("nonsense") == NotedListings());
}

QTEST_GUILESS_MAIN(NotedListingsTest)
#include "NotedListingsTest.moc"
