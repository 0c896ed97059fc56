// SPDX-License-Identifier: GPL-3.0-or-later
#include "SyncFixture.h"

#include <QTest>

using Peer = ScriptedPopServer::Peer;

// What a check fetches of each message, and how often it asks: beginnings and their rest, portions,
// renumbered mailboxes.
class FetchPortionsTest : public QObject
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

    static void want(SyncFixture &fixture, const QByteArray &uidl)
    {
        LedgerEntry row = rowOf(fixture, uidl);
        row.wanted = true;
        row.attempts = 0;
        QVERIFY(fixture.store->updateLedger(SyncFixture::account, {row}).has_value());
    }

    // Shows the oldest messages alone, as Gmail does.
    static void showPortions(SyncFixture &fixture, int portion)
    {
        fixture.mailbox.interfere = [&fixture, portion](Peer &peer, const QByteArray &command) {
            const bool uidl = command == "UIDL";
            if (!uidl && command != "LIST")
                return false;
            QByteArray answer = "+OK\r\n";
            int number = 0;
            for (const auto &message : fixture.mailbox.messages()) {
                if (++number > portion)
                    break;
                answer += QByteArray::number(number) + ' ' +
                          (uidl ? message.uidl : QByteArray::number(message.bytes.size())) + "\r\n";
            }
            peer.send(answer + ".\r\n");
            return true;
        };
    }

private Q_SLOTS:
    void largeMessageComesInTwoParts()
    {
        SyncFixture fixture(3, 300);
        fixture.mailbox.add(SyncFixture::message(4, 60'000));
        fixture.job.account.download.sizeLimit = 10'000;
        fixture.job.account.download.lines = 5;
        fixture.deleteAfterDownload();
        auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 4);
        QCOMPARE(report.partial, 1);
        QCOMPARE(report.deleted, 3); // never what is here in part alone
        QCOMPARE(rowOf(fixture, "uidl-4").state, LedgerState::Partial);
        const MessageId beginning = rowOf(fixture, "uidl-4").message;
        QCOMPARE(fixture.check().fetched, 0);

        want(fixture, "uidl-4");
        report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 1);
        QCOMPARE(report.deleted, 1);
        QCOMPARE(rowOf(fixture, "uidl-4").message, beginning);
        QCOMPARE(fixture.stored().size(), 4);
        QVERIFY(fixture.stored().contains(SyncFixture::message(4, 60'000).bytes));
        QVERIFY(fixture.mailbox.messages().empty());
    }

    void headersAloneWhereTheAccountWantsNoMore()
    {
        SyncFixture fixture(5, 2000);
        fixture.job.account.download.headersOnly = true;
        const auto report = fixture.check();
        QCOMPARE(report.partial, 5);
        QCOMPARE(fixture.sent("RETR"), 0);
        for (const QByteArray &bytes : fixture.stored())
            QVERIFY(bytes.endsWith("\r\n\r\n") && bytes.size() < 300);
    }

    void serverWithoutTopSendsSmallMessagesAndNamesLargeOnes()
    {
        SyncFixture fixture(3, 300);
        fixture.mailbox.add(SyncFixture::message(4, 60'000));
        fixture.mailbox.hasTop = false;
        fixture.mailbox.capabilitiesAfter.removeAll("TOP");
        fixture.job.account.download.sizeLimit = 10'000;
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 3);
        QCOMPARE(report.skipped.size(), size_t(1));
        QVERIFY(rowOf(fixture, "uidl-4").trouble.startsWith(QLatin1String("too large")));
        want(fixture, "uidl-4");
        QCOMPARE(fixture.check().fetched, 1);
        QCOMPARE(fixture.stored().size(), 4);
    }

    void wantedMessageThatIsGoneIsNamed()
    {
        SyncFixture fixture(1, 60'000);
        fixture.job.account.download.sizeLimit = 10'000;
        QCOMPARE(fixture.check().partial, 1);
        want(fixture, "uidl-1");
        fixture.mailbox.clear();
        const auto report = fixture.check();
        QCOMPARE(report.skipped.size(), size_t(1));
        QCOMPARE(report.skipped[0].reason, QStringLiteral("gone from the server"));
        // Back again, it is still not whole: no rule deletes it.
        fixture.deleteAfterDownload();
        fixture.mailbox.add(SyncFixture::message(1, 60'000));
        QCOMPARE(fixture.check().deleted, 0);
        QCOMPARE(rowOf(fixture, "uidl-1").state, LedgerState::Partial);
    }

    // R50
    void serverThatListsPortionsIsAskedUntilNothingIsNew()
    {
        SyncFixture fixture(350);
        fixture.deleteAfterDownload();
        showPortions(fixture, 160);
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 350);
        QCOMPARE(report.deleted, 350);
        QCOMPARE(report.listsPortions, std::optional(true));
        QVERIFY(fixture.mailbox.messages().empty());
        QCOMPARE(fixture.stored().size(), 350);
    }

    void serverThatListsEverythingIsAskedOnceMoreAndThenKnown()
    {
        SyncFixture fixture(150);
        auto report = fixture.check();
        QCOMPARE(report.rounds, 2);
        QCOMPARE(report.listsPortions, std::optional(false));
        fixture.job.listsPortions = false;
        for (int number = 151; number <= 270; ++number)
            fixture.mailbox.add(SyncFixture::message(number));
        report = fixture.check();
        QCOMPARE(report.fetched, 120);
        QCOMPARE(report.rounds, 1);
    }

    void shortListingIsBelieved()
    {
        SyncFixture fixture(119);
        const auto report = fixture.check();
        QCOMPARE(report.fetched, 119);
        QCOMPARE(report.rounds, 1);
        QVERIFY(!report.listsPortions);
    }

    void portionsWaitForTheLoginDelay()
    {
        SyncFixture fixture(250);
        fixture.deleteAfterDownload();
        fixture.mailbox.capabilitiesAfter.append("LOGIN-DELAY 300");
        showPortions(fixture, 160);
        const auto report = fixture.check();
        QCOMPARE(report.fetched, 160);
        QVERIFY(report.moreWaiting);
        QCOMPARE(report.notBefore, fixture.clock.now() + 300);
        QCOMPARE(report.rounds, 1);
    }

    // R49, at full size.
    void tenThousandRenumberedMessagesAreNotFetchedAgain()
    {
        SyncFixture fixture(10'000, 200);
        fixture.job.listsPortions = false;
        QCOMPARE(fixture.check().fetched, 10'000);
        auto messages = fixture.mailbox.messages();
        fixture.mailbox.clear();
        for (auto &message : messages) {
            message.uidl.prepend("moved-");
            fixture.mailbox.add(message);
        }
        auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 0);
        QCOMPARE(report.kept, 10'000);
        QCOMPARE(fixture.sent("RETR"), 0);
        QCOMPARE(fixture.stored().size(), 10'000);
        report = fixture.check();
        QCOMPARE(report.fetched, 0);
        QCOMPARE(fixture.sent("TOP"), 0);
        QCOMPARE(fixture.sent("LIST"), 0);
    }

    // The headers that came before the cut are not asked for again.
    void renumberedMailboxBehindABrokenNetwork()
    {
        SyncFixture fixture(300);
        fixture.job.listsPortions = false;
        QCOMPARE(fixture.check().fetched, 300);
        auto messages = fixture.mailbox.messages();
        fixture.mailbox.clear();
        for (auto &message : messages) {
            message.uidl.prepend("moved-");
            fixture.mailbox.add(message);
        }
        int tops = 0;
        fixture.mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
            if (command.startsWith("TOP") && (++tops == 100 || tops == 200))
                peer.drop();
            return false;
        };
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QVERIFY(report.fetched <= 2); // the two that were cut; equal copies collapse
        QCOMPARE(fixture.stored().size(), 300);
    }

    void sizesAreAskedForWhenSomethingChanged()
    {
        SyncFixture fixture(10);
        QVERIFY(!fixture.check().error);
        auto messages = fixture.mailbox.messages();
        fixture.mailbox.clear();
        messages[3].bytes += QByteArray(20'000, 'y') + "\r\n"; // another message under an old id (R44)
        for (const auto &message : messages)
            fixture.mailbox.add(message);
        const auto report = fixture.check();
        QCOMPARE(fixture.received.count("LIST"), 1);
        QCOMPARE(report.fetched, 1);
        QCOMPARE(fixture.stored().size(), 11);
    }
};

QTEST_GUILESS_MAIN(FetchPortionsTest)
#include "FetchPortionsTest.moc"
