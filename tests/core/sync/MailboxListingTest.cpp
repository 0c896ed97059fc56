// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailboxListing.h"

#include "SyncFixture.h"

#include <QTest>

using Identity = MailboxListing::Identity;

// What the live view learns of a mailbox, and what that costs.
class MailboxListingTest : public QObject
{
    Q_OBJECT

private:
    // Signs in and lists; `work` goes on with the listing in the same session.
    static Result<void> visit(SyncFixture &fixture, const std::function<Result<void>(MailboxListing &)> &work)
    {
        ScriptedPopServer server(fixture.mailbox.script());
        fixture.job.account.server.port = server.port();
        DirectSink sink(*fixture.store);
        const auto result = inWorker([&]() -> Result<void> {
            Cancellation cancellation;
            TRY(auto mailbox,
                signIn(fixture.job.account.server, fixture.job.secrets, connectBySocket(), cancellation));
            MailboxListing listing(SyncFixture::account, mailbox, sink, fixture.clock);
            CHECK(listing.list());
            CHECK(work(listing));
            return std::move(mailbox).quit();
        });
        fixture.received = server.received();
        server.waitForDisconnect();
        return result;
    }

    static Result<void> nothing(MailboxListing &) { return {}; }

    static std::vector<Identity> names(std::initializer_list<int> numbers)
    {
        std::vector<Identity> names;
        for (const int number : numbers)
            names.emplace_back("uidl-" + QByteArray::number(number), 0);
        return names;
    }

    static LedgerEntry rowOf(SyncFixture &fixture, const QByteArray &uidl)
    {
        for (const LedgerEntry &entry : fixture.ledger())
            if (entry.uidl == uidl)
                return entry;
        return {};
    }

private Q_SLOTS:
    void whatIsListedIsKnownFromThenOn()
    {
        SyncFixture fixture(3);
        QHash<Identity, int> numbers;
        QVERIFY(visit(fixture, [&](MailboxListing &listing) -> Result<void> {
            numbers = listing.numbers();
            return {};
        }));
        QCOMPARE(numbers.size(), 3);
        QCOMPARE(numbers.value({"uidl-2", 0}), 2);
        QCOMPARE(fixture.ledger().size(), size_t(3));
        const LedgerEntry row = rowOf(fixture, "uidl-3");
        QVERIFY(row.state == LedgerState::New);
        QCOMPARE(row.listedSize, qint64(SyncFixture::message(3).bytes.size()));
        QCOMPARE(row.firstSeen, fixture.clock.now());
        QCOMPARE(fixture.sent("RETR") + fixture.sent("TOP") + fixture.sent("DELE"), 0);

        // A check fetches them as if nobody had looked before.
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 3);
        QCOMPARE(fixture.stored(), SyncFixture::bytesOf(fixture.mailbox.messages()));
    }

    void whatHasGoneIsSaidToBeGone()
    {
        SyncFixture fixture(3);
        QVERIFY(!fixture.check().error);
        fixture.mailbox.remove("uidl-2");
        fixture.mailbox.add(SyncFixture::message(9));
        fixture.clock.advance(60);
        QVERIFY(visit(fixture, nothing));
        QVERIFY(rowOf(fixture, "uidl-2").state == LedgerState::Gone);
        QCOMPARE(rowOf(fixture, "uidl-2").goneSince, fixture.clock.now());
        QVERIFY(rowOf(fixture, "uidl-1").state == LedgerState::Stored);
        QVERIFY(rowOf(fixture, "uidl-9").state == LedgerState::New);
    }

    void anIncompleteListingChangesNothing()
    {
        SyncFixture fixture(3);
        QVERIFY(!fixture.check().error);
        const Ledger before = fixture.ledger();
        fixture.mailbox.clear();
        fixture.mailbox.interfere = [](ScriptedPopServer::Peer &peer, const QByteArray &command) {
            if (command != "UIDL")
                return false;
            peer.send("+OK\r\n1 uidl-1\r\n");
            peer.drop();
        };
        const auto listed = visit(fixture, nothing);
        QVERIFY(!listed);
        QVERIFY(fixture.ledger() == before);
    }

    void headersComeInTheOrderAsked()
    {
        SyncFixture fixture(5);
        std::vector<ServerHeader> headers;
        QVERIFY(visit(fixture, [&](MailboxListing &listing) {
            auto asked = names({4, 2});
            asked.emplace_back("uidl-77", 0); // is not there
            return listing.readHeaders(asked, [&](const ServerHeader &header) { headers.push_back(header); });
        }));
        QCOMPARE(headers.size(), size_t(2));
        QCOMPARE(headers[0].uidl, QByteArray("uidl-4"));
        QCOMPARE(headers[0].subject, QStringLiteral("number 4"));
        QCOMPARE(headers[0].sender, QStringLiteral("a@example.org"));
        QCOMPARE(headers[0].date, 1767225600);
        QCOMPARE(headers[1].uidl, QByteArray("uidl-2"));
        QByteArrayList commands;
        for (const QByteArray &line : fixture.received)
            if (line.startsWith("TOP") || line.startsWith("RETR"))
                commands.append(line);
        QCOMPARE(commands, (QByteArrayList{"TOP 4 0", "TOP 2 0"}));
    }

    void headersThatCameBeforeABreakAreKept()
    {
        SyncFixture fixture(100);
        fixture.mailbox.interfere = [](ScriptedPopServer::Peer &peer, const QByteArray &command) {
            if (command == "TOP 10 0")
                peer.drop();
            return false;
        };
        std::vector<Identity> all;
        for (int number = 100; number > 0; --number)
            all.emplace_back("uidl-" + QByteArray::number(number), 0);
        size_t read = 0;
        const auto result = visit(fixture, [&](MailboxListing &listing) {
            return listing.readHeaders(all, [&](const ServerHeader &) { ++read; });
        });
        QVERIFY(!result);
        QVERIFY2(read >= 32 && read < 91, qPrintable(QString::number(read))); // up to the last mark
    }

    void aServerWithoutTopSaysSo()
    {
        SyncFixture fixture(3);
        fixture.mailbox.hasTop = false;
        fixture.mailbox.capabilitiesAfter = {"UIDL", "PIPELINING"};
        ErrorCode headers{}, beginning{};
        QVERIFY(visit(fixture, [&](MailboxListing &listing) -> Result<void> {
            headers = listing.readHeaders(names({1, 2}), [](const ServerHeader &) {}).error().code;
            beginning = listing.beginning({"uidl-1", 0}, 30).error().code;
            return {};
        }));
        QCOMPARE(headers, ErrorCode::Unsupported);
        QCOMPARE(beginning, ErrorCode::Unsupported);
    }

    // R68: reading headers would be fetching all mail.
    void aServerThatSendsWholeMessagesIsBrokenOff()
    {
        SyncFixture fixture(3);
        fixture.mailbox.interfere = [](ScriptedPopServer::Peer &peer, const QByteArray &command) {
            if (!command.startsWith("TOP 2"))
                return false;
            peer.send("+OK\r\nSubject: endless\r\n\r\nHello\r\n");
            while (true)
                peer.send(QByteArray(64 * 1024, 'x') + "\r\n");
        };
        ErrorCode headers{};
        bool isBrokenOff = false;
        QVERIFY(!visit(fixture, [&](MailboxListing &listing) -> Result<void> {
            headers = listing.readHeaders(names({3, 2, 1}), [](const ServerHeader &) {}).error().code;
            isBrokenOff = listing.isBrokenOff();
            return failure(ErrorCode::Cancelled);
        }));
        QCOMPARE(headers, ErrorCode::Unsupported);
        QVERIFY(isBrokenOff);
        QByteArray beginning;
        QVERIFY(!visit(fixture, [&](MailboxListing &listing) -> Result<void> {
            TRY(beginning, listing.beginning({"uidl-2", 0}, 30));
            isBrokenOff = listing.isBrokenOff();
            return failure(ErrorCode::Cancelled);
        }));
        QVERIFY(isBrokenOff);
        QVERIFY(beginning.startsWith("Subject: endless") && beginning.size() <= 256 * 1024);
    }

    void withoutUidlMessagesAreNamedByTheirHeaders()
    {
        SyncFixture fixture(3);
        fixture.mailbox.hasUidl = false;
        fixture.mailbox.capabilitiesBefore = {"TOP", "USER"};
        fixture.mailbox.capabilitiesAfter = {"TOP", "PIPELINING"};
        int named = 0;
        QVERIFY(visit(fixture, [&](MailboxListing &listing) -> Result<void> {
            named = static_cast<int>(listing.numbers().size());
            return listing.hasUidl() ? failure(ErrorCode::InvalidArgument) : Result<void>();
        }));
        QCOMPARE(named, 3);
        QCOMPARE(fixture.ledger().size(), size_t(3));
        const auto report = fixture.check();
        QCOMPARE(report.fetched, 3);
        QCOMPARE(fixture.ledger().size(), size_t(3)); // under the same names
    }

    void aBeginningIsHeaderAndFirstLines()
    {
        SyncFixture fixture(2, 20'000);
        QByteArray beginning;
        Result<QByteArray> missing = failure(ErrorCode::InvalidArgument);
        QVERIFY(visit(fixture, [&](MailboxListing &listing) -> Result<void> {
            TRY(beginning, listing.beginning({"uidl-2", 0}, 4));
            missing = listing.beginning({"uidl-3", 0}, 4);
            return {};
        }));
        QVERIFY(SyncFixture::message(2, 20'000).bytes.startsWith(beginning));
        QVERIFY(beginning.contains("..line 2 of the body"));
        QVERIFY(beginning.size() < 1000);
        QVERIFY(!missing && missing.error().code == ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(MailboxListingTest)
#include "MailboxListingTest.moc"
