// SPDX-License-Identifier: GPL-3.0-or-later
#include "SyncFixture.h"

#include <QTest>

using Peer = ScriptedPopServer::Peer;

// What a check deletes on the server, and what it leaves alone.
class FetchDeletionTest : public QObject
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

    static std::vector<DeletionLogEntry> log(SyncFixture &fixture)
    {
        auto reader = StoreReader::open(fixture.profile.path());
        return *(*reader)->deletions({});
    }

private Q_SLOTS:
    void changedPolicyThatWouldDeleteMuchWaits()
    {
        SyncFixture fixture(100);
        QVERIFY(!fixture.check().error);
        fixture.job.account.retention.newest = 50;
        auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.heldBack, 50);
        QCOMPARE(report.deleted, 0);
        QCOMPARE(fixture.sent("DELE"), 0);
        fixture.job.account.confirmedRetention = fixture.job.account.retention;
        report = fixture.check();
        QCOMPARE(report.heldBack, 0);
        QCOMPARE(report.deleted, 50);
        QCOMPARE(report.kept, 50);
        QCOMPARE(fixture.mailbox.messages().front(), SyncFixture::message(51));
    }

    // New mail pushes old mail out in the same check.
    void newestCountsWhatArrivedJustNow()
    {
        SyncFixture fixture(20);
        fixture.job.account.retention.newest = 20;
        fixture.job.account.confirmedRetention = fixture.job.account.retention;
        QCOMPARE(fixture.check().deleted, 0);
        fixture.clock.advance(60);
        for (int number = 21; number <= 25; ++number)
            fixture.mailbox.add(SyncFixture::message(number));
        const auto report = fixture.check();
        QCOMPARE(report.fetched, 5);
        QCOMPARE(report.deleted, 5);
        QCOMPARE(fixture.mailbox.messages().front(), SyncFixture::message(6));
    }

    void everyDeletionIsInTheLog()
    {
        SyncFixture fixture(3);
        fixture.deleteAfterDownload();
        fixture.mailbox.interfere = [](Peer &peer, const QByteArray &command) {
            if (command != "DELE 2")
                return false;
            peer.send("-ERR not this one\r\n");
            return true;
        };
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.deleted, 2);
        QCOMPARE(report.kept, 1);
        QCOMPARE(rowOf(fixture, "uidl-2").state, LedgerState::Stored);
        const auto entries = log(fixture);
        QCOMPARE(entries.size(), size_t(3));
        for (const DeletionLogEntry &entry : entries) {
            QCOMPARE(entry.reason, QStringLiteral("after download"));
            QCOMPARE(entry.confirmed, entry.key.uidl != "uidl-2");
            QVERIFY(entry.settled > 0);
        }
    }

    // The user's word needs no copy here; no rule touches what was not fetched.
    void messageThatCannotBeFetchedGoesOnlyAtTheUsersWord()
    {
        SyncFixture fixture(3);
        fixture.deleteAfterDownload();
        fixture.mailbox.interfere = [](Peer &peer, const QByteArray &command) {
            if (command != "RETR 2")
                return false;
            peer.send("-ERR damaged\r\n");
            return true;
        };
        QCOMPARE(fixture.check().deleted, 2);
        QCOMPARE(fixture.mailbox.messages(), std::vector{SyncFixture::message(2)});
        QVERIFY(
            fixture.store->choose({{SyncFixture::account, "uidl-2", 0}}, ServerChoice::Delete).has_value());
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.deleted, 1);
        QCOMPARE(fixture.sent("RETR"), 0);
        QVERIFY(fixture.mailbox.messages().empty());
    }

    void messageRemovedHereGoesWithItsRule()
    {
        SyncFixture fixture(10);
        fixture.job.account.retention.whenRemoved = true;
        fixture.job.account.confirmedRetention = fixture.job.account.retention;
        QVERIFY(!fixture.check().error);
        QVERIFY(fixture.store->remove({rowOf(fixture, "uidl-4").message}).has_value());
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.deleted, 1);
        QCOMPARE(report.fetched, 0);
        QCOMPARE(fixture.mailbox.messages().size(), size_t(9));
        QCOMPARE(log(fixture).front().reason, QStringLiteral("removed here"));
    }

    // Q33: something may be missing from it, and then the original is all there is.
    void messageThatCameMuchShorterThanAnnouncedStays_data()
    {
        QTest::addColumn<QByteArray>("listed");
        QTest::addColumn<bool>("isEmpty");
        QTest::newRow("without its attachments") << QByteArray("500000") << false;
        QTest::newRow("nothing at all") << QByteArray("300") << true;
    }

    void messageThatCameMuchShorterThanAnnouncedStays()
    {
        QFETCH(const QByteArray, listed);
        QFETCH(const bool, isEmpty);
        SyncFixture fixture(3);
        fixture.deleteAfterDownload();
        fixture.mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
            if (command == "LIST" && fixture.mailbox.messages().size() == 1)
                peer.send("+OK\r\n1 " + listed + "\r\n.\r\n");
            else if (command == "LIST")
                peer.send("+OK\r\n1 300\r\n2 " + listed + "\r\n3 300\r\n.\r\n");
            else if (command == "RETR 2" && isEmpty)
                peer.send("+OK\r\n.\r\n");
            else
                return false;
            return true;
        };
        auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 3);
        QCOMPARE(report.deleted, 2);
        QCOMPARE(report.skipped.size(), size_t(1));
        QCOMPARE(report.skipped[0].uidl, QByteArray("uidl-2"));
        QVERIFY(report.skipped[0].reason.startsWith(QLatin1String("much shorter")));
        QCOMPARE(rowOf(fixture, "uidl-2").choice, ServerChoice::Keep);
        QCOMPARE(fixture.check().deleted, 0);
        // The user has looked at it.
        QVERIFY(
            fixture.store->choose({{SyncFixture::account, "uidl-2", 0}}, ServerChoice::ByRule).has_value());
        report = fixture.check();
        QCOMPARE(report.deleted, 1);
        QVERIFY(fixture.mailbox.messages().empty());
    }

    // R23 is about what the user still wants.
    void unconfirmedDeletionAsksTheRulesAgain_data()
    {
        QTest::addColumn<QByteArray>("since");
        for (const char *since : {"nothing", "keep this one", "keep everything"})
            QTest::newRow(since) << QByteArray(since);
    }

    void unconfirmedDeletionAsksTheRulesAgain()
    {
        QFETCH(QByteArray, since);
        SyncFixture fixture(5);
        fixture.deleteAfterDownload();
        fixture.mailbox.farewell = PopMailbox::Farewell::ClosesBeforeUpdate;
        QVERIFY(fixture.check().error);
        QCOMPARE(rowOf(fixture, "uidl-2").state, LedgerState::DeleteSent);
        fixture.mailbox.farewell = PopMailbox::Farewell::Polite;
        if (since == "keep this one")
            QVERIFY(
                fixture.store->choose({{SyncFixture::account, "uidl-2", 0}}, ServerChoice::Keep).has_value());
        if (since == "keep everything")
            fixture.job.account.retention = fixture.job.account.confirmedRetention = {};
        const auto report = fixture.check();
        QVERIFY(!report.error);
        const int kept = since == "nothing" ? 0 : since == "keep this one" ? 1 : 5;
        QCOMPARE(report.deleted, 5 - kept);
        QCOMPARE(report.kept, kept);
        QCOMPARE(report.fetched, 0);
        QCOMPARE(int(fixture.mailbox.messages().size()), kept);
        QCOMPARE(rowOf(fixture, "uidl-2").state, kept > 0 ? LedgerState::Stored : LedgerState::Gone);
        QCOMPARE(fixture.stored().size(), 5);
    }

    // The user speaks while the check is under way.
    void messageThatIsToBeKeptSinceAMomentIsKept()
    {
        SyncFixture fixture(5);
        QVERIFY(!fixture.check().error);
        fixture.deleteAfterDownload();
        fixture.mailbox.add(SyncFixture::message(6));
        fixture.mailbox.interfere = [&](Peer &, const QByteArray &command) {
            if (command == "RETR 6")
                (void)fixture.store->choose({{SyncFixture::account, "uidl-2", 0}}, ServerChoice::Keep);
            return false;
        };
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.deleted, 5);
        QCOMPARE(fixture.mailbox.messages(), std::vector{SyncFixture::message(2)});
    }

    // R42: nobody can tell which of the two is which.
    void oneOfTwoMessagesUnderOneUidlIsNotDeletedAlone()
    {
        SyncFixture fixture(3);
        auto twin = SyncFixture::message(4);
        twin.uidl = "uidl-1";
        fixture.mailbox.add(twin);
        QVERIFY(!fixture.check().error);
        fixture.job.account.retention.newest = 3;
        fixture.job.account.confirmedRetention = fixture.job.account.retention;
        auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.deleted, 0);
        QCOMPARE(fixture.sent("DELE"), 0);
        // Together they may go.
        fixture.deleteAfterDownload();
        report = fixture.check();
        QCOMPARE(report.deleted, 4);
        QCOMPARE(fixture.stored().size(), 4);
    }
};

QTEST_GUILESS_MAIN(FetchDeletionTest)
#include "FetchDeletionTest.moc"
