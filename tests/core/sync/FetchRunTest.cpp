// SPDX-License-Identifier: GPL-3.0-or-later
#include "SyncFixture.h"

#include <QTest>

class FetchRunTest : public QObject
{
    Q_OBJECT

private:
    // A server that announces a command and refuses it is out of order for now (R47); this one has none.
    static void withoutUidl(PopMailbox &mailbox)
    {
        mailbox.hasUidl = false;
        mailbox.capabilitiesBefore.removeAll("UIDL");
        mailbox.capabilitiesAfter.removeAll("UIDL");
    }

private Q_SLOTS:
    void everyMessageArrivesOnceByteForByte()
    {
        SyncFixture fixture(150);
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 150);
        QCOMPARE(report.kept, 150);
        QCOMPARE(report.deleted, 0);
        QCOMPARE(fixture.stored(), SyncFixture::bytesOf(fixture.mailbox.messages()));
    }

    void secondCheckFetchesNothingAndWritesNothing()
    {
        SyncFixture fixture(20);
        QVERIFY(!fixture.check().error);
        fixture.openStore();
        DirectSink sink(*fixture.store);
        const auto report = fixture.check(sink);
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 0);
        QCOMPARE(report.kept, 20);
        QCOMPARE(fixture.sent("RETR"), 0);
        QCOMPARE(sink.operations, (QStringList{QStringLiteral("ledger"), QStringLiteral("listed")}));
        QCOMPARE(fixture.sent("LIST"), 0);
    }

    void newMessagesAreFetchedAlone()
    {
        SyncFixture fixture(20);
        QVERIFY(!fixture.check().error);
        for (int number = 21; number <= 30; ++number)
            fixture.mailbox.add(SyncFixture::message(number));
        const auto report = fixture.check();
        QCOMPARE(report.fetched, 10);
        QCOMPARE(fixture.sent("RETR"), 10);
        QCOMPARE(fixture.stored().size(), 30);
    }

    void deleteAfterDownloadEmptiesTheServer()
    {
        SyncFixture fixture(70);
        const auto all = SyncFixture::bytesOf(fixture.mailbox.messages());
        fixture.deleteAfterDownload();
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.deleted, 70);
        QCOMPARE(report.kept, 0);
        QVERIFY(fixture.mailbox.messages().empty());
        QCOMPARE(fixture.stored(), all);
    }

    void messagesLeaveTheServerAfterTheirDays()
    {
        SyncFixture fixture(5);
        fixture.job.account.retention.hours = 14 * 24;
        fixture.job.account.confirmedRetention = fixture.job.account.retention;
        QVERIFY(!fixture.check().error);
        fixture.clock.advanceDays(10);
        fixture.mailbox.add(SyncFixture::message(6));
        QCOMPARE(fixture.check().deleted, 0);
        fixture.clock.advanceDays(4);
        const auto report = fixture.check();
        QCOMPARE(report.deleted, 5);
        QCOMPARE(fixture.mailbox.messages(), std::vector{SyncFixture::message(6)});
        QCOMPARE(fixture.stored().size(), 6);
    }

    // R22: the server hears DELE when the message is durable, not before.
    void deleWaitsForTheCommit()
    {
        SyncFixture fixture(10);
        fixture.deleteAfterDownload();
        DirectSink sink(*fixture.store);
        bool durable = false, early = false;
        sink.afterStore = [&] { durable = true; };
        fixture.mailbox.interfere = [&](ScriptedPopServer::Peer &, const QByteArray &command) {
            early = early || (command.startsWith("DELE") && !durable);
            return false;
        };
        QVERIFY(!fixture.check(sink).error);
        QVERIFY(!early);
        QCOMPARE(fixture.sent("DELE"), 10);
    }

    // R25, and R21: without QUIT nothing is deleted and nothing marked as read.
    void failedStoreEndsWithoutDeleAndQuit()
    {
        SyncFixture fixture(10);
        fixture.deleteAfterDownload();
        DirectSink sink(*fixture.store);
        sink.failAt = 1; // the first batch
        const auto report = fixture.check(sink);
        QCOMPARE(report.error->code, ErrorCode::DiskFull);
        QCOMPARE(report.fetched, 0);
        QCOMPARE(fixture.sent("DELE"), 0);
        QCOMPARE(fixture.sent("QUIT"), 0);
        QCOMPARE(fixture.mailbox.messages().size(), size_t(10));
        QCOMPARE(fixture.check().deleted, 10);
        QCOMPARE(fixture.stored().size(), 10);
    }

    void damagedCopyStaysOnTheServer()
    {
        SyncFixture fixture(3);
        fixture.deleteAfterDownload();
        DirectSink sink(*fixture.store);
        sink.copiesAreDamaged = true;
        const auto report = fixture.check(sink);
        QVERIFY(!report.error);
        QCOMPARE(report.deleted, 0);
        QCOMPARE(report.skipped.size(), size_t(3));
        QCOMPARE(fixture.sent("DELE"), 0);
    }

    void messageRemovedDuringTheCheckIsNotCalledDamaged()
    {
        SyncFixture fixture(3);
        fixture.deleteAfterDownload();
        DirectSink sink(*fixture.store);
        sink.beforeVerify = [&] {
            const auto rows = fixture.store->ledger(SyncFixture::account);
            QVERIFY(fixture.store->remove({rows->front().message}));
        };
        const auto report = fixture.check(sink);
        QVERIFY(!report.error);
        QCOMPARE(report.deleted, 2);
        QCOMPARE(report.skipped.size(), size_t(1));
        QCOMPARE(report.skipped.front().reason, QStringLiteral("removed here meanwhile; not deleted"));
        QCOMPARE(fixture.mailbox.messages().size(), size_t(1));
    }

    // R116
    void refusedMessageDoesNotStopTheOthers()
    {
        SyncFixture fixture(10);
        fixture.mailbox.interfere = [](ScriptedPopServer::Peer &peer, const QByteArray &command) {
            if (command != "RETR 4")
                return false;
            peer.send("-ERR no such luck\r\n");
            return true;
        };
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 9);
        QCOMPARE(report.notFetched.size(), size_t(1));
        QCOMPARE(report.notFetched[0].uidl, QByteArray("uidl-4"));
        QVERIFY(report.notFetched[0].reason.contains(QLatin1String("no such luck")));
        fixture.mailbox.interfere = {};
        QCOMPARE(fixture.check().fetched, 1);
        QCOMPARE(fixture.stored().size(), 10);
    }

    // R13, and the network is nobody's fault: nothing is marked when the server cannot be reached again.
    void whatArrivedBeforeACutIsKept()
    {
        SyncFixture fixture(10, 5000);
        fixture.deleteAfterDownload();
        fixture.mailbox.interfere = [](ScriptedPopServer::Peer &peer, const QByteArray &command) {
            if (peer.connection() > 0)
                peer.drop();
            if (command == "RETR 5") {
                peer.send("+OK\r\nSubject: half\r\n\r\nhalf a mess");
                peer.drop();
            }
            return false;
        };
        const auto report = fixture.check();
        QCOMPARE(report.error->code, ErrorCode::ConnectionLost);
        QCOMPARE(report.fetched, 4);
        QVERIFY(report.notFetched.empty());
        QCOMPARE(fixture.mailbox.messages().size(), size_t(10));
        for (const LedgerEntry &entry : fixture.ledger())
            QCOMPARE(entry.state, LedgerState::Stored);
        const auto all = SyncFixture::bytesOf(fixture.mailbox.messages());
        fixture.mailbox.interfere = {};
        fixture.openStore();
        QCOMPARE(fixture.check().fetched, 6);
        QVERIFY(fixture.mailbox.messages().empty());
        QCOMPARE(fixture.stored(), all);
    }

    // R23, R24
    void unconfirmedDeletionIsSentAgainAndNotFetchedAgain_data()
    {
        QTest::addColumn<bool>("applied");
        QTest::newRow("cut before QUIT was carried out") << false;
        QTest::newRow("cut after QUIT was carried out") << true;
    }

    void unconfirmedDeletionIsSentAgainAndNotFetchedAgain()
    {
        QFETCH(bool, applied);
        SyncFixture fixture(5);
        fixture.deleteAfterDownload();
        fixture.mailbox.interfere = [](ScriptedPopServer::Peer &peer, const QByteArray &command) {
            if (command == "QUIT")
                peer.drop();
            return false;
        };
        const auto report = fixture.check();
        QVERIFY(report.error);
        QCOMPARE(report.deleted, 0);
        QCOMPARE(fixture.mailbox.messages().size(), size_t(5));
        fixture.mailbox.interfere = {};
        if (applied)
            fixture.mailbox.clear();
        const auto second = fixture.check();
        QVERIFY(!second.error);
        QCOMPARE(second.fetched, 0);
        QCOMPARE(second.deleted, applied ? 0 : 5);
        QVERIFY(fixture.mailbox.messages().empty());
        QCOMPARE(fixture.stored().size(), 5);
    }

    // R45
    void incompleteListingChangesNothing()
    {
        SyncFixture fixture(20);
        QVERIFY(!fixture.check().error);
        fixture.mailbox.interfere = [](ScriptedPopServer::Peer &peer, const QByteArray &command) {
            if (command == "UIDL") {
                peer.send("+OK\r\n1 uidl-1\r\n2 ui");
                peer.drop();
            }
            return false;
        };
        QVERIFY(fixture.check().error);
        fixture.mailbox.interfere = {};
        const auto report = fixture.check();
        QCOMPARE(report.fetched, 0);
        QCOMPARE(report.kept, 20);
    }

    // R47
    void refusedUidlIsATemporaryErrorAndNothingIsFetched()
    {
        SyncFixture fixture(3);
        fixture.mailbox.hasUidl = false;
        QCOMPARE(fixture.check().error->code, ErrorCode::ServerTemporary);
        QCOMPARE(fixture.sent("RETR"), 0);
    }

    // R47
    void serverWithoutUidlIsFetchedOnce()
    {
        SyncFixture fixture(12);
        withoutUidl(fixture.mailbox);
        QCOMPARE(fixture.check().fetched, 12);
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 0);
        QCOMPARE(fixture.stored().size(), 12);
    }

    void serverWithoutUidlAndTopStoresNothingTwice()
    {
        SyncFixture fixture(12);
        withoutUidl(fixture.mailbox);
        fixture.mailbox.hasTop = false;
        fixture.mailbox.capabilitiesAfter.removeAll("TOP");
        QVERIFY(!fixture.check().error);
        QVERIFY(!fixture.check().error);
        QCOMPARE(fixture.stored().size(), 12);
        fixture.deleteAfterDownload();
        QCOMPARE(fixture.check().deleted, 12);
        QVERIFY(fixture.mailbox.messages().empty());
        QCOMPARE(fixture.stored().size(), 12);
    }

    // R42
    void twoMessagesUnderOneUidlAreBothKept()
    {
        SyncFixture fixture(3);
        auto twin = SyncFixture::message(4);
        twin.uidl = "uidl-1";
        fixture.mailbox.add(twin);
        QCOMPARE(fixture.check().fetched, 4);
        QCOMPARE(fixture.check().fetched, 0);
        QCOMPARE(fixture.stored(), SyncFixture::bytesOf(fixture.mailbox.messages()));
    }

    void equalMessagesUnderTwoUidlsAreBothKept()
    {
        SyncFixture fixture(1);
        auto twin = SyncFixture::message(1);
        twin.uidl = "another";
        fixture.mailbox.add(twin);
        QCOMPARE(fixture.check().fetched, 2);
        QCOMPARE(fixture.stored().size(), 2);
    }

    // R49
    void renumberedMailboxIsNotFetchedAgain()
    {
        SyncFixture fixture(80);
        QVERIFY(!fixture.check().error);
        auto messages = fixture.mailbox.messages();
        fixture.mailbox.clear();
        for (auto &message : messages) {
            message.uidl.prepend("moved-");
            fixture.mailbox.add(message);
        }
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 0);
        QCOMPARE(fixture.sent("RETR"), 0);
        QCOMPARE(fixture.stored().size(), 80);
        QCOMPARE(fixture.check().fetched, 0);
        QCOMPARE(fixture.sent("TOP"), 0);
    }

    void serverWithoutExtensionsWorks()
    {
        SyncFixture fixture(5);
        fixture.mailbox.capabilitiesBefore.clear();
        fixture.mailbox.capabilitiesAfter.clear();
        QCOMPARE(fixture.check().fetched, 5);
    }

    void serverThatMixesUpPipelinedCommandsIsAskedOneByOne()
    {
        SyncFixture fixture(10);
        fixture.mailbox.interfere = [](ScriptedPopServer::Peer &peer, const QByteArray &command) {
            if (command == "RETR 3")
                peer.send("what was that?\r\n");
            return false;
        };
        auto report = fixture.check();
        QVERIFY(!report.error);
        QVERIFY(report.pipeliningFailed);
        QCOMPARE(report.fetched, 9);
        QCOMPARE(report.notFetched.size(), size_t(1));
        QVERIFY(report.notFetched[0].reason.startsWith(QLatin1String("damaged")));

        fixture.mailbox.interfere = {};
        fixture.job.lockStep = true;
        report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(fixture.stored(), SyncFixture::bytesOf(fixture.mailbox.messages()));
    }

    void wrongPasswordIsSaidAndNothingElseHappens()
    {
        SyncFixture fixture(2);
        fixture.job.secrets.password = QStringLiteral("wrong");
        const auto report = fixture.check();
        QCOMPARE(report.error->code, ErrorCode::AuthRejected);
        QCOMPARE(fixture.sent("UIDL"), 0);
        QVERIFY(fixture.stored().isEmpty());
    }

    // R66
    void loginDelayIsReported()
    {
        SyncFixture fixture(1);
        fixture.mailbox.capabilitiesAfter.append("LOGIN-DELAY 300");
        QCOMPARE(fixture.check().notBefore, fixture.clock.now() + 300);
    }

    // Whatever the n-th operation of the store is, its failure loses nothing and duplicates nothing.
    void failureOfAnyStoreOperationIsSurvived()
    {
        int failAt = 0;
        for (bool failed = true; failed; ++failAt) {
            SyncFixture fixture(20);
            const auto all = SyncFixture::bytesOf(fixture.mailbox.messages());
            fixture.deleteAfterDownload();
            DirectSink sink(*fixture.store);
            sink.failAt = failAt;
            fixture.check(sink);
            failed = sink.operations.size() > failAt;
            fixture.openStore();
            const auto report = fixture.check();
            QVERIFY(!report.error);
            QCOMPARE(fixture.stored(), all);
            QVERIFY(fixture.mailbox.messages().empty());
        }
        QVERIFY(failAt > 6);
    }
};

QTEST_GUILESS_MAIN(FetchRunTest)
#include "FetchRunTest.moc"
