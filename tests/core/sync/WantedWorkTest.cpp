// SPDX-License-Identifier: GPL-3.0-or-later
#include "SyncFixture.h"

#include <QTest>

using Peer = ScriptedPopServer::Peer;

// A session that does what the user marked in the live view, and nothing else.
class WantedWorkTest : public QObject
{
    Q_OBJECT

private:
    static ServerMessageKey key(int number)
    {
        return {SyncFixture::account, "uidl-" + QByteArray::number(number), 0};
    }

    static std::vector<ServerMessageKey> keys(std::initializer_list<int> numbers)
    {
        std::vector<ServerMessageKey> keys;
        for (const int number : numbers)
            keys.push_back(key(number));
        return keys;
    }

    // All of the mailbox is in the ledger, as the live view leaves it.
    static void list(SyncFixture &fixture, int messages)
    {
        std::vector<LedgerEntry> rows;
        for (int number = 1; number <= messages; ++number) {
            LedgerEntry row;
            row.uidl = key(number).uidl;
            row.state = LedgerState::New;
            row.listedSize = SyncFixture::message(number).bytes.size();
            rows.push_back(row);
        }
        QVERIFY(fixture.store->updateLedger(SyncFixture::account, rows));
    }

    static LedgerState stateOf(SyncFixture &fixture, int number)
    {
        for (const LedgerEntry &entry : fixture.ledger())
            if (entry.uidl == key(number).uidl)
                return entry.state;
        return LedgerState::Gone;
    }

    // What went to the server behind the sign-in.
    static QByteArrayList transaction(const SyncFixture &fixture)
    {
        QByteArrayList commands = fixture.received;
        while (!commands.isEmpty() && commands.takeFirst() != "STAT")
            continue;
        return commands;
    }

    static bool isOnServer(const SyncFixture &fixture, int number)
    {
        for (const auto &message : fixture.mailbox.messages())
            if (message.uidl == key(number).uidl)
                return true;
        return false;
    }

private Q_SLOTS:
    void fiveAreFetchedAndThreeDeletedByExactlyThatManyCommands()
    {
        SyncFixture fixture(40);
        list(fixture, 40);
        fixture.job.onlyWanted = true;
        QVERIFY(fixture.store->carryOut({keys({3, 7, 11, 20, 40}), keys({1, 2, 39})}));
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 5);
        QCOMPARE(report.deleted, 3);
        // LIST 40 is the mark that tells that the answers belonged to their commands.
        QCOMPARE(transaction(fixture),
                 (QByteArrayList{"UIDL", "RETR 3", "RETR 7", "RETR 11", "RETR 20", "RETR 40", "LIST 40",
                                 "DELE 1", "DELE 2", "DELE 39", "QUIT"}));
        QCOMPARE(fixture.mailbox.messages().size(), size_t(37));
        QCOMPARE(fixture.stored().size(), 5);
        QVERIFY(stateOf(fixture, 4) == LedgerState::New);
    }

    void whatIsFetchedAndDeletedIsSafelyHereFirst()
    {
        SyncFixture fixture(3);
        list(fixture, 3);
        fixture.job.onlyWanted = true;
        QVERIFY(fixture.store->carryOut({keys({2}), keys({2})}));
        const auto report = fixture.check();
        QCOMPARE(report.fetched, 1);
        QCOMPARE(report.deleted, 1);
        QCOMPARE(fixture.stored(), QByteArrayList{SyncFixture::message(2).bytes});
        QVERIFY(!isOnServer(fixture, 2));
    }

    void whatCouldNotBeFetchedIsNotDeleted()
    {
        SyncFixture fixture(3);
        list(fixture, 3);
        fixture.job.onlyWanted = true;
        fixture.mailbox.interfere = [](Peer &peer, const QByteArray &command) {
            if (command != "RETR 2")
                return false;
            peer.send("-ERR it is being mended\r\n");
            return true;
        };
        QVERIFY(fixture.store->carryOut({keys({2}), keys({2, 3})}));
        const auto report = fixture.check();
        QCOMPARE(report.fetched, 0);
        QCOMPARE(report.notFetched.size(), size_t(1));
        QCOMPARE(report.deleted, 1);
        QVERIFY(isOnServer(fixture, 2));
        QVERIFY(!isOnServer(fixture, 3));
    }

    void whatCanNeverBeFetchedIsNeverDeleted()
    {
        SyncFixture fixture(3);
        list(fixture, 3);
        fixture.job.onlyWanted = true;
        fixture.mailbox.interfere = [](Peer &peer, const QByteArray &command) {
            if (command != "RETR 2")
                return false;
            peer.send("-ERR it is being mended\r\n");
            return true;
        };
        QVERIFY(fixture.store->carryOut({keys({2}), keys({2})}));
        for (int round = 0; round < 5; ++round) {
            QCOMPARE(fixture.check().deleted, 0);
            QVERIFY(isOnServer(fixture, 2));
            fixture.job.onlyWanted = round < 3; // the checks of every day do not either
        }
        fixture.job.onlyWanted = true;
        QVERIFY(fixture.store->carryOut({{}, keys({2})})); // whoever wants it gone all the same says so
        QCOMPARE(fixture.check().deleted, 1);
    }

    void whatCrashedWhileItWasFetchedIsNotDeleted()
    {
        SyncFixture fixture(3);
        list(fixture, 3);
        QVERIFY(fixture.store->carryOut({keys({2}), keys({2})}));
        LedgerEntry fetching;
        for (const LedgerEntry &entry : fixture.ledger())
            if (entry.uidl == key(2).uidl)
                fetching = entry;
        fetching.state = LedgerState::Fetching;
        QVERIFY(fixture.store->updateLedger(SyncFixture::account, {fetching}));
        for (int round = 0; round < 2; ++round) {
            QCOMPARE(fixture.check().deleted, 0);
            QVERIFY(isOnServer(fixture, 2));
        }
    }

    void whatWasGoneForAWhileIsFetchedAndNotDeleted()
    {
        SyncFixture fixture(3);
        list(fixture, 3);
        QVERIFY(fixture.store->carryOut({keys({2}), keys({2})}));
        fixture.mailbox.remove(key(2).uidl);
        QCOMPARE(fixture.check().deleted, 0);
        fixture.mailbox.add(SyncFixture::message(2));
        for (int round = 0; round < 2; ++round) {
            QCOMPARE(fixture.check().deleted, 0);
            QVERIFY(isOnServer(fixture, 2));
        }
        QCOMPARE(fixture.stored().size(), 3);
    }

    // Q33: something may be missing from it.
    void whatCameMuchShorterThanAnnouncedIsNotDeleted()
    {
        SyncFixture fixture(3);
        list(fixture, 3);
        fixture.mailbox.interfere = [](Peer &peer, const QByteArray &command) {
            if (command == "RETR 2")
                peer.send("+OK\r\n.\r\n");
            return command == "RETR 2";
        };
        QVERIFY(fixture.store->carryOut({keys({2}), keys({2})}));
        QCOMPARE(fixture.check().skipped.size(), size_t(1));
        QVERIFY(isOnServer(fixture, 2));
        fixture.deleteAfterDownload();
        QCOMPARE(fixture.check().deleted, 2);
        QVERIFY(isOnServer(fixture, 2));
        QVERIFY(fixture.store->choose(keys({2}), ServerChoice::Delete)); // after a look at it
        QCOMPARE(fixture.check().deleted, 1);
    }

    void whatWasRemovedHereCanBeFetchedAgain()
    {
        SyncFixture fixture(3);
        QCOMPARE(fixture.check().fetched, 3);
        for (const LedgerEntry &entry : fixture.ledger())
            QVERIFY(entry.uidl != key(2).uidl || fixture.store->remove({entry.message}));
        QCOMPARE(fixture.check().fetched, 0);
        fixture.job.onlyWanted = true;
        QVERIFY(fixture.store->carryOut({keys({1, 2}), keys({2})}));
        const auto report = fixture.check();
        QCOMPARE(report.fetched, 1); // the first is here
        QCOMPARE(report.deleted, 1);
        QCOMPARE(fixture.stored().size(), 3);
    }

    void aBreakBeforeQuitHasDeletedNothing()
    {
        SyncFixture fixture(3);
        list(fixture, 3);
        fixture.job.onlyWanted = true;
        std::atomic<bool> breaks = true;
        fixture.mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
            if (command == "DELE 3" && breaks)
                peer.drop();
            return false;
        };
        QVERIFY(fixture.store->carryOut({keys({1}), keys({2, 3})}));
        const auto report = fixture.check();
        QVERIFY(report.error && report.error->code == ErrorCode::ConnectionLost);
        QCOMPARE(report.fetched, 1);
        QCOMPARE(report.deleted, 0);
        QCOMPARE(report.unconfirmed, 0);
        QCOMPARE(fixture.mailbox.messages().size(), size_t(3));
        breaks = false;
        QCOMPARE(fixture.check().deleted, 2); // and then it goes on
        QCOMPARE(fixture.mailbox.messages().size(), size_t(1));
    }

    void aFarewellWithoutAnswerIsUnconfirmed()
    {
        SyncFixture fixture(3);
        list(fixture, 3);
        fixture.job.onlyWanted = true;
        fixture.mailbox.farewell = PopMailbox::Farewell::ClosesAfterUpdate;
        QVERIFY(fixture.store->carryOut({{}, keys({2, 3})}));
        const auto report = fixture.check();
        QVERIFY(report.error);
        QCOMPARE(report.deleted, 0);
        QCOMPARE(report.unconfirmed, 2);
    }

    void whatIsNeverToBeFetchedStaysAway()
    {
        SyncFixture fixture(4);
        list(fixture, 4);
        QVERIFY(fixture.store->choose(keys({1, 4}), ServerChoice::Never));
        for (int round = 0; round < 2; ++round) {
            const auto report = fixture.check();
            QVERIFY(!report.error);
            QCOMPARE(report.fetched, round == 0 ? 2 : 0);
            QVERIFY(report.skipped.empty()); // on purpose, and not worth a word each time
        }
        QCOMPARE(fixture.sent("RETR"), 0);
        fixture.deleteAfterDownload();
        QVERIFY(!fixture.check().error);
        QVERIFY(isOnServer(fixture, 1) && isOnServer(fixture, 4)); // no rule deletes what is not here
        QVERIFY(fixture.store->want(keys({4})));                   // asked for after all
        QCOMPARE(fixture.check().fetched, 1);
    }
};

QTEST_GUILESS_MAIN(WantedWorkTest)
#include "WantedWorkTest.moc"
