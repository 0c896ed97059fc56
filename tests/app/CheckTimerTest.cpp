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
    account.checkMinutes = minutes;
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
        accounts[i].checkMinutes = int(i + 1) * 5;
    }
    const QHash<AccountId, qint64> last{{2, 1000}, {3, 1000}, {4, 1000}};
    QCOMPARE(CheckTimer::due(accounts, last, 1000 + 10 * 60), (std::vector<AccountId>{2, 3}));
}

QTEST_GUILESS_MAIN(CheckTimerTest)
#include "CheckTimerTest.moc"
