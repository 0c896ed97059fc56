// SPDX-License-Identifier: GPL-3.0-or-later
#include "SyncFixture.h"

#include <QTest>

using Peer = ScriptedPopServer::Peer;

// One message that the server cannot hand out keeps none of the others away.
class IsolationTest : public QObject
{
    Q_OBJECT

private:
    static LedgerEntry rowOf(SyncFixture &fixture, const QByteArray &uidl)
    {
        for (const LedgerEntry &entry : fixture.ledger())
            if (entry.uidl == uidl)
                return entry;
        return {};
    }

    static QByteArray lastRetr(const QByteArrayList &lines)
    {
        QByteArray last;
        for (const QByteArray &line : lines)
            if (line.startsWith("RETR"))
                last = line;
        return last;
    }

    static int connectionsOf(const SyncFixture &fixture) { return fixture.mailbox.sessions(); }

private Q_SLOTS:
    void poisonIsIsolatedInTheSameCheck_data()
    {
        QTest::addColumn<QByteArray>("poison"); // "cut", "cut at once", "hang", "hang in the body", "no CRLF"
        QTest::addColumn<int>("number");
        QTest::addColumn<bool>("pipelining");
        QTest::addColumn<QString>("trouble");
        const QString cut = QStringLiteral("cut"), silent = QStringLiteral("no answer");
        for (const bool pipelining : {true, false})
            for (const int number : {1, 6, 12}) {
                const QByteArray where =
                    " of message " + QByteArray::number(number) + (pipelining ? ", pipelined" : "");
                QTest::newRow("cut in the middle" + where)
                    << QByteArray("cut") << number << pipelining << cut;
                QTest::newRow("cut at once" + where) << QByteArray("at once") << number << pipelining << cut;
                QTest::newRow("hang" + where) << QByteArray("hang") << number << pipelining << silent;
                QTest::newRow("hang in the middle" + where)
                    << QByteArray("middle") << number << pipelining << silent;
                QTest::newRow("text before the dot" + where)
                    << QByteArray("no CRLF") << number << pipelining << silent; // Q7
            }
    }

    void poisonIsIsolatedInTheSameCheck()
    {
        QFETCH(QByteArray, poison);
        QFETCH(int, number);
        QFETCH(bool, pipelining);
        QFETCH(QString, trouble);
        SyncFixture fixture(12, 3000);
        fixture.deleteAfterDownload();
        fixture.job.patience.reply = std::chrono::milliseconds(300);
        if (!pipelining)
            fixture.mailbox.capabilitiesAfter.removeAll("PIPELINING");
        fixture.mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
            if (command != "RETR " + QByteArray::number(number))
                return false;
            if (poison == "hang")
                peer.stall();
            if (poison == "at once")
                peer.drop();
            peer.send("+OK\r\nSubject: half\r\n\r\nhalf a mess");
            if (poison == "no CRLF")
                peer.send("age.\r\n");
            if (poison == "cut")
                peer.drop();
            peer.stall();
            return true;
        };
        const auto report = fixture.check();
        QVERIFY2(!report.error, report.error ? qPrintable(report.error->detail) : "");
        QCOMPARE(report.fetched, 11);
        QCOMPARE(report.deleted, 11);
        QCOMPARE(report.notFetched.size(), size_t(1));
        const QByteArray uidl = "uidl-" + QByteArray::number(number);
        QCOMPARE(report.notFetched[0].uidl, uidl);
        QVERIFY2(report.notFetched[0].reason.startsWith(trouble), qPrintable(report.notFetched[0].reason));
        const LedgerEntry row = rowOf(fixture, uidl);
        QCOMPARE(row.state, LedgerState::New);
        QCOMPARE(row.attempts, 1);
        QVERIFY(row.trouble.startsWith(trouble));
        QCOMPARE(fixture.mailbox.messages().size(), size_t(1));

        fixture.mailbox.interfere = {};
        QCOMPARE(fixture.check().fetched, 1);
        QVERIFY(fixture.mailbox.messages().empty());
        QCOMPARE(fixture.stored().size(), 12);
    }

    void severalPoisonedMessagesSideBySide()
    {
        SyncFixture fixture(20, 3000);
        fixture.mailbox.interfere = [](Peer &peer, const QByteArray &command) {
            for (const int number : {5, 6, 7, 8})
                if (command == "RETR " + QByteArray::number(number))
                    peer.drop();
            return false;
        };
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 16);
        QCOMPARE(report.notFetched.size(), size_t(4));
        QCOMPARE(fixture.stored().size(), 16);
    }

    void messageThatNeverArrivesIsNotTriedForEver()
    {
        SyncFixture fixture(3);
        fixture.mailbox.interfere = [](Peer &peer, const QByteArray &command) {
            if (command.startsWith("RETR") && command.endsWith('2'))
                peer.drop();
            return false;
        };
        for (int attempt = 1; attempt <= 3; ++attempt) {
            QVERIFY(!fixture.check().error);
            QCOMPARE(rowOf(fixture, "uidl-2").attempts, attempt);
        }
        auto report = fixture.check();
        QCOMPARE(fixture.sent("RETR"), 0);
        QCOMPARE(report.skipped.size(), size_t(1));
        QVERIFY(report.skipped[0].reason.contains(QLatin1String("cut")));

        // The user wants it again.
        LedgerEntry wanted = rowOf(fixture, "uidl-2");
        wanted.wanted = true;
        wanted.attempts = 0;
        QVERIFY(fixture.store->updateLedger(SyncFixture::account, {wanted}).has_value());
        fixture.mailbox.interfere = {};
        report = fixture.check();
        QCOMPARE(report.fetched, 1);
        QCOMPARE(fixture.stored().size(), 3);
        QCOMPARE(rowOf(fixture, "uidl-2").state, LedgerState::Stored);
        QVERIFY(rowOf(fixture, "uidl-2").trouble.isEmpty());
    }

    void endlessMessageIsBrokenOff()
    {
        SyncFixture fixture(6);
        fixture.job.largestMessage = 100'000;
        fixture.mailbox.interfere = [](Peer &peer, const QByteArray &command) {
            if (command != "RETR 3")
                return false;
            peer.send("+OK\r\n");
            while (true)
                peer.send(QByteArray(1000, 'x') + "\r\n");
            return true;
        };
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 5);
        QCOMPARE(report.notFetched.size(), size_t(1));
        QVERIFY(report.notFetched[0].reason.startsWith(QLatin1String("too large")));
        QVERIFY(!fixture.check().error);
        QCOMPARE(fixture.sent("RETR"), 0); // it would be as large the next time
    }

    // Random cuts are the network's: nothing is blamed on a message.
    void networkThatBreaksDownAgainAndAgainGetsEverythingInTheEnd()
    {
        SyncFixture fixture(600, 400);
        int retrieved = 0;
        fixture.mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
            if (command.startsWith("RETR") && ++retrieved % 30 == 0) {
                peer.send("+OK\r\nSubject: half\r\n\r\n" + QByteArray(retrieved % 97, 'x'));
                peer.drop();
            }
            return false;
        };
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 600);
        QVERIFY(report.notFetched.empty());
        QCOMPARE(fixture.stored(), SyncFixture::bytesOf(fixture.mailbox.messages()));
    }

    void connectionsThatBringNothingAreNotRepeatedForEver()
    {
        SyncFixture fixture(20);
        fixture.mailbox.interfere = [](Peer &peer, const QByteArray &command) {
            if (command.startsWith("RETR"))
                peer.drop();
            return false;
        };
        const auto report = fixture.check();
        QCOMPARE(report.error->code, ErrorCode::ConnectionLost);
        QVERIFY(connectionsOf(fixture) <= 4);
        QVERIFY(report.notFetched.empty());
        QVERIFY(fixture.ledger().empty());
    }

    void rejectedPasswordOnTheSecondConnectionEndsTheCheck()
    {
        SyncFixture fixture(10);
        fixture.mailbox.interfere = [](Peer &peer, const QByteArray &command) {
            if (peer.connection() > 0 && (command.startsWith("PASS") || command.startsWith("AUTH"))) {
                peer.send("-ERR [AUTH] no\r\n");
                return true;
            }
            if (command == "RETR 4")
                peer.drop();
            return false;
        };
        const auto report = fixture.check();
        QCOMPARE(report.error->code, ErrorCode::AuthRejected);
        QCOMPARE(report.fetched, 3);
        QCOMPARE(fixture.stored().size(), 3);
    }

    // R123: the server has not let go of the lock yet.
    void lockedMailboxIsWaitedForAShortTime()
    {
        SyncFixture fixture(10);
        fixture.mailbox.interfere = [](Peer &peer, const QByteArray &command) {
            if (peer.connection() == 1 && (command.startsWith("PASS") || command.startsWith("AUTH"))) {
                peer.send("-ERR [IN-USE] still locked\r\n");
                return true;
            }
            if (command == "RETR 4")
                peer.drop();
            return false;
        };
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 9);
    }

    // R66: no second connection, so the message is moved to the end of the next check.
    void loginDelayForbidsASecondConnection()
    {
        SyncFixture fixture(10);
        fixture.mailbox.capabilitiesAfter.append("LOGIN-DELAY 300");
        fixture.mailbox.interfere = [](Peer &peer, const QByteArray &command) {
            if (command == "RETR 4")
                peer.drop();
            return false;
        };
        auto report = fixture.check();
        QCOMPARE(report.error->code, ErrorCode::ConnectionLost);
        QCOMPARE(connectionsOf(fixture), 1);
        QCOMPARE(rowOf(fixture, "uidl-4").attempts, 1);
        report = fixture.check();
        QCOMPARE(fixture.stored().size(), 9);
    }

    // R117
    void farewellIsNoAnswer()
    {
        SyncFixture fixture(10);
        bool said = false;
        fixture.mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
            if (command != "RETR 5" || said)
                return false;
            said = true;
            peer.send("-ERR Disconnected for inactivity.\r\n");
            peer.drop();
            return true;
        };
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 10);
        QVERIFY(report.notFetched.empty());
    }

    // The program died while it fetched a message; the second time it is found out.
    void messageThatKillsTheProgramIsFoundOut()
    {
        SyncFixture fixture(5);
        const QString path = fixture.job.spoolDirectory + QStringLiteral("/account-2.fetching");
        QFile mark(path);
        QVERIFY(mark.open(QIODevice::WriteOnly));
        mark.write(QByteArray("uidl-3").toHex() + " 0\n");
        mark.close();
        bool announced = false;
        fixture.mailbox.interfere = [&](Peer &, const QByteArray &command) {
            if (command == "RETR 3")
                announced = rowOf(fixture, "uidl-3").state == LedgerState::Fetching;
            return false;
        };
        QVERIFY(!fixture.check().error);
        QVERIFY(announced);
        QCOMPARE(lastRetr(fixture.received), QByteArray("RETR 3"));
        QCOMPARE(fixture.stored().size(), 5);
        QVERIFY(!QFile::exists(path));

        fixture.mailbox.add(SyncFixture::message(6));
        LedgerEntry fetching;
        fetching.uidl = "uidl-6";
        fetching.state = LedgerState::Fetching;
        QVERIFY(fixture.store->updateLedger(SyncFixture::account, {fetching}).has_value());
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 0);
        QCOMPARE(rowOf(fixture, "uidl-6").state, LedgerState::New);
        QVERIFY(rowOf(fixture, "uidl-6").trouble.startsWith(QLatin1String("crashed")));
    }
};

QTEST_GUILESS_MAIN(IsolationTest)
#include "IsolationTest.moc"
