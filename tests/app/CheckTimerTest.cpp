// SPDX-License-Identifier: GPL-3.0-or-later
#include "CheckTimer.h"

#include <QDateTime>
#include <QTest>

class CheckTimerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anAccountIsDueAfterItsMinutes_data();
    void anAccountIsDueAfterItsMinutes();
    void eachAccountHasItsOwnTime();
    void pausesAreHeeded_data();
    void pausesAreHeeded();
    void nothingIsDueInQuietHours_data();
    void nothingIsDueInQuietHours();
    void theStartHasAChoiceOfItsOwn();
};

void CheckTimerTest::anAccountIsDueAfterItsMinutes_data()
{
    QTest::addColumn<int>("minutes");
    QTest::addColumn<bool>("enabled");
    QTest::addColumn<int>("secondsSince"); // -1: never checked
    QTest::addColumn<bool>("isDue");
    QTest::newRow("never checked") << 10 << true << -1 << true;
    QTest::newRow("just checked") << 10 << true << 0 << false;
    QTest::newRow("almost") << 10 << true << 599 << false;
    QTest::newRow("now") << 10 << true << 600 << true;
    QTest::newRow("after a night asleep") << 10 << true << 30000 << true;
    QTest::newRow("only when asked") << 0 << true << -1 << false;
    QTest::newRow("switched off") << 10 << false << -1 << false;
}

void CheckTimerTest::anAccountIsDueAfterItsMinutes()
{
    QFETCH(int, minutes);
    QFETCH(bool, enabled);
    QFETCH(int, secondsSince);
    QFETCH(bool, isDue);
    constexpr qint64 now = 1'800'000'000;
    Account account;
    account.id = 7;
    account.schedule.minutes = minutes;
    account.enabled = enabled;
    QHash<AccountId, qint64> last;
    if (secondsSince >= 0)
        last.insert(7, now - secondsSince);
    QCOMPARE(CheckTimer::due({account}, last, now),
             isDue ? std::vector<AccountId>{7} : std::vector<AccountId>{});
}

void CheckTimerTest::eachAccountHasItsOwnTime()
{
    std::vector<Account> accounts(3);
    for (quint32 i = 0; i < 3; ++i) {
        accounts[i].id = i + 2;
        accounts[i].schedule.minutes = int(i + 1) * 5;
    }
    const QHash<AccountId, qint64> last{{2, 1000}, {3, 1000}, {4, 1000}};
    QCOMPARE(CheckTimer::due(accounts, last, 1000 + 10 * 60), (std::vector<AccountId>{2, 3}));
}

void CheckTimerTest::pausesAreHeeded_data()
{
    QTest::addColumn<CheckPause>("pause");
    QTest::addColumn<int>("minutes");
    QTest::addColumn<int>("secondsSince");
    QTest::addColumn<bool>("isDue");
    constexpr qint64 now = 1'800'000'000;
    QTest::newRow("stopped") << CheckPause{0, false, false, ErrorCode::AuthRejected} << 10 << 9000 << false;
    QTest::newRow("not yet") << CheckPause{now + 1, true, false, {}} << 10 << 9000 << false;
    QTest::newRow("retry before the interval") << CheckPause{now, true, false, {}} << 10 << 60 << true;
    QTest::newRow("allowed again, and not its time")
        << CheckPause{now, false, false, {}} << 10 << 60 << false;
    QTest::newRow("the next portion") << CheckPause{now, false, true, {}} << 10 << 60 << true;
    QTest::newRow("the next portion of what was asked for")
        << CheckPause{now, false, true, {}} << 0 << 60 << true;
    QTest::newRow("no retry of what was asked for") << CheckPause{now, true, false, {}} << 0 << 60 << false;
}

void CheckTimerTest::pausesAreHeeded()
{
    QFETCH(CheckPause, pause);
    QFETCH(int, minutes);
    QFETCH(int, secondsSince);
    QFETCH(bool, isDue);
    constexpr qint64 now = 1'800'000'000;
    Account account;
    account.id = 7;
    account.schedule.minutes = minutes;
    QCOMPARE(CheckTimer::due({account}, {{7, now - secondsSince}}, now, {{7, pause}}),
             isDue ? std::vector<AccountId>{7} : std::vector<AccountId>{});
}

void CheckTimerTest::nothingIsDueInQuietHours_data()
{
    QTest::addColumn<QTime>("from");
    QTest::addColumn<QTime>("until");
    QTest::addColumn<QTime>("now");
    QTest::addColumn<bool>("isDue");
    const QTime night(22, 30), morning(6, 0), midnight(0, 0);
    QTest::newRow("before") << night << morning << QTime(22, 29, 59) << true;
    QTest::newRow("begins") << night << morning << night << false;
    QTest::newRow("midnight") << night << morning << midnight << false;
    QTest::newRow("still") << night << morning << QTime(5, 59, 59) << false;
    QTest::newRow("over") << night << morning << morning << true;
    QTest::newRow("noon") << QTime(12, 0) << QTime(13, 0) << QTime(12, 30) << false;
    QTest::newRow("after noon") << QTime(12, 0) << QTime(13, 0) << QTime(13, 0) << true;
    QTest::newRow("none") << morning << morning << morning << true;
    QTest::newRow("from midnight") << midnight << morning << QTime(0, 0, 1) << false;
    QTest::newRow("until midnight") << night << midnight << QTime(23, 59) << false;
    QTest::newRow("at midnight") << night << midnight << midnight << true;
}

void CheckTimerTest::nothingIsDueInQuietHours()
{
    QFETCH(QTime, from);
    QFETCH(QTime, until);
    QFETCH(QTime, now);
    QFETCH(bool, isDue);
    Account account;
    account.id = 7;
    account.schedule.quietFrom = from.hour() * 60 + from.minute();
    account.schedule.quietUntil = until.hour() * 60 + until.minute();
    const qint64 time = QDateTime(QDate(2026, 1, 20), now).toSecsSinceEpoch(); // of the local time
    const auto expected = isDue ? std::vector<AccountId>{7} : std::vector<AccountId>{};
    QCOMPARE(CheckTimer::due({account}, {}, time), expected);
    QCOMPARE(CheckTimer::dueAtStart({account}, time), expected);
    // Neither a retry nor the next portion comes in quiet hours.
    const QHash<AccountId, CheckPause> pauses{{7, CheckPause{time, true, true, {}}}};
    QCOMPARE(CheckTimer::due({account}, {{7, time}}, time, pauses), expected);
}

void CheckTimerTest::theStartHasAChoiceOfItsOwn()
{
    constexpr qint64 now = 1'800'000'000;
    std::vector<Account> accounts(5);
    for (quint32 i = 0; i < 5; ++i)
        accounts[i].id = i + 2;
    accounts[1].schedule.atStart = false;
    accounts[2].schedule.minutes = 0; // only when asked, and at the start
    accounts[3].enabled = false;
    const QHash<AccountId, CheckPause> pauses{{6, CheckPause{0, false, false, ErrorCode::AuthRejected}}};
    QCOMPARE(CheckTimer::dueAtStart(accounts, now, pauses), (std::vector<AccountId>{2, 4}));
}

QTEST_GUILESS_MAIN(CheckTimerTest)
#include "CheckTimerTest.moc"
