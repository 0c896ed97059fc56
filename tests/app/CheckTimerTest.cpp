// SPDX-License-Identifier: GPL-3.0-or-later
#include "CheckTimer.h"

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

QTEST_GUILESS_MAIN(CheckTimerTest)
#include "CheckTimerTest.moc"
