// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerExpiry.h"

#include <QTest>

class ServerExpiryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void serverThatRemovesFirstIsNoticed_data()
    {
        QTest::addColumn<int>("hours"); // of the rule; 0: none
        QTest::addColumn<bool>("afterDownload");
        QTest::addColumn<int>("expireDays"); // -1: not said
        QTest::addColumn<bool>("expected");
        QTest::newRow("not said, or never") << 0 << false << -1 << false;
        QTest::newRow("kept for ever") << 0 << false << 60 << true;
        QTest::newRow("kept shorter") << 14 * 24 << false << 60 << false;
        QTest::newRow("kept as long") << 60 * 24 << false << 60 << true;
        QTest::newRow("an hour shorter") << 60 * 24 - 1 << false << 60 << false;
        QTest::newRow("kept longer") << 90 * 24 << false << 60 << true;
        QTest::newRow("at once") << 24 << false << 0 << true;
        QTest::newRow("at once, as here") << 0 << true << 0 << false;
        QTest::newRow("very long") << 24 << false << 2'000'000'000 << false;
    }

    void serverThatRemovesFirstIsNoticed()
    {
        QFETCH(int, hours);
        QFETCH(bool, afterDownload);
        QFETCH(int, expireDays);
        RetentionPolicy policy;
        policy.afterDownload = afterDownload;
        if (hours > 0)
            policy.hours = hours;
        QTEST(serverRemovesFirst(policy, expireDays < 0 ? std::nullopt : std::optional(expireDays)),
              "expected");
    }
};

QTEST_GUILESS_MAIN(ServerExpiryTest)
#include "ServerExpiryTest.moc"
