// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerDesk.h"

#include "SessionFixture.h"

#include <QTimer>

#include <atomic>

using Peer = ScriptedPopServer::Peer;
using Phase = ServerLook::Phase;
using namespace std::chrono_literals;

// The live view of a mailbox: what it shows and when, what it costs, and how it lives beside the checks.
class ServerDeskTest : public QObject
{
    Q_OBJECT

private:
    static QByteArrayList commands(const ScriptedPopServer &server, const char *keyword)
    {
        QByteArrayList found;
        for (const QByteArray &line : server.received())
            if (line.startsWith(keyword))
                found.append(line);
        return found;
    }

    static qsizetype sent(const ScriptedPopServer &server, const char *keyword)
    {
        return commands(server, keyword).size();
    }

    // Opens the view and waits until all is read.
    static void openAndRead(SessionFixture &fixture)
    {
        fixture.session->serverDesk().open(fixture.account.id);
        waitUntilRead(fixture);
    }

    static void waitUntilRead(SessionFixture &fixture)
    {
        ServerDesk &desk = fixture.session->serverDesk();
        QTRY_VERIFY_WITH_TIMEOUT(desk.look(fixture.account.id).listedAt > 0 &&
                                     !desk.look(fixture.account.id).isUnderWay(),
                                 SessionFixture::patience);
    }

    static void waitUntilAway(SessionFixture &fixture)
    {
        ServerDesk &desk = fixture.session->serverDesk();
        QTRY_COMPARE_WITH_TIMEOUT(desk.look(fixture.account.id).phase, Phase::Away, SessionFixture::patience);
    }

    static Result<FetchReport> carryOut(SessionFixture &fixture, const ServerWork &work)
    {
        return answerOf<FetchReport>([&](auto done) {
            fixture.session->serverDesk().carryOut(fixture.account.id, work, &fixture.context, done);
        });
    }

    static Result<ServerPreview> preview(SessionFixture &fixture, const QByteArray &uidl)
    {
        return answerOf<ServerPreview>([&](auto done) {
            fixture.session->serverDesk().preview(fixture.key(uidl), &fixture.context, done);
        });
    }

private Q_SLOTS:
    void rowsComeFromTheServerAndThenTheirHeaders()
    {
        PopMailbox mailbox(SessionFixture::mails(3));
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        QVERIFY(fixture.serverMessages().empty());
        openAndRead(fixture);
        const auto rows = fixture.serverMessages();
        QCOMPARE(rows.size(), size_t(3));
        const ServerMessage second = fixture.serverMessage("uidl-2");
        QCOMPARE(second.subject, QStringLiteral("number 2"));
        QCOMPARE(second.sender, QStringLiteral("Anna"));
        QCOMPARE(second.number, 2);
        QVERIFY(second.state == ServerMessage::State::New && second.message == 0);
        QCOMPARE(sent(server, "TOP"), 3);
        QCOMPARE(sent(server, "RETR") + sent(server, "DELE"), 0);
        const ServerLook look = fixture.session->serverDesk().look(fixture.account.id);
        QCOMPARE(look.headers, 3);
        QCOMPARE(look.headersRead, 3);
    }

    void onlyWhatIsUnknownCostsATop()
    {
        PopMailbox mailbox(SessionFixture::mails(5));
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        openAndRead(fixture);
        QCOMPARE(sent(server, "TOP"), 5);
        mailbox.remove("uidl-2");
        mailbox.add(SessionFixture::mail(6));

        fixture.start();                                      // as after a restart of the program
        QCOMPARE(fixture.serverMessages().size(), size_t(5)); // at once, and nobody was asked
        QCOMPARE(fixture.serverMessage("uidl-4").subject, QStringLiteral("number 4"));
        openAndRead(fixture);
        QCOMPARE(sent(server, "TOP"), 6);
        QCOMPARE(commands(server, "TOP").last(), QByteArray("TOP 5 0"));
        QVERIFY(fixture.serverMessage("uidl-2").state == ServerMessage::State::Gone);
        QCOMPARE(fixture.serverMessage("uidl-6").subject, QStringLiteral("number 6"));
    }

    void headersComeNewestFirstAndPreferredBeforeAll()
    {
        PopMailbox mailbox(SessionFixture::mails(500));
        std::atomic<bool> waits = true;
        mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
            while (command == "UIDL" && waits)
                peer.sleep(2ms);
            return false;
        };
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        ServerDesk &desk = fixture.session->serverDesk();
        desk.open(fixture.account.id);
        QTRY_COMPARE_WITH_TIMEOUT(desk.look(fixture.account.id).phase, Phase::Listing,
                                  SessionFixture::patience);
        desk.prefer(fixture.account.id, {fixture.key("uidl-7"), fixture.key("uidl-8")});
        waits = false;
        waitUntilRead(fixture);
        const QByteArrayList tops = commands(server, "TOP");
        QCOMPARE(tops.size(), 500);
        QCOMPARE(tops.mid(0, 4), (QByteArrayList{"TOP 8 0", "TOP 7 0", "TOP 500 0", "TOP 499 0"}));
    }

    void aViewThatNobodyUsesLeavesTheMailbox()
    {
        PopMailbox mailbox(SessionFixture::mails(2));
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        fixture.session->serverDesk().setLingering(10ms);
        openAndRead(fixture);
        waitUntilAway(fixture);
        QCOMPARE(server.received().last(), QByteArray("QUIT"));
        const auto shown = preview(fixture, "uidl-1"); // and comes back when it is needed
        QVERIFY(shown);
        QCOMPARE(mailbox.sessions(), 2);
    }

    void aCheckTakesPrecedence()
    {
        PopMailbox mailbox(SessionFixture::mails(2));
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        openAndRead(fixture);
        QCOMPARE(fixture.session->serverDesk().look(fixture.account.id).phase, Phase::There);
        const FetchReport report = fixture.check(MailSession::Occasion::Timer);
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 2);
        QCOMPARE(mailbox.sessions(), 2);
        const QByteArrayList lines = server.received();
        QVERIFY(lines.indexOf("QUIT") < lines.indexOf("RETR 1")); // the first session had ended
    }

    void theViewWaitsForACheck()
    {
        PopMailbox mailbox(SessionFixture::mails(2));
        std::atomic<bool> waits = true;
        mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
            while (command == "RETR 1" && waits)
                peer.sleep(2ms);
            return false;
        };
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        fixture.session->check(fixture.account.id);
        QTRY_VERIFY_WITH_TIMEOUT(server.hasReceived("RETR 1"), SessionFixture::patience);
        ServerDesk &desk = fixture.session->serverDesk();
        desk.open(fixture.account.id);
        QCOMPARE(desk.look(fixture.account.id).phase, Phase::Waiting);
        QCOMPARE(server.connections(), 1);
        waits = false;
        QTRY_VERIFY_WITH_TIMEOUT(desk.look(fixture.account.id).listedAt > 0, SessionFixture::patience);
        QCOMPARE(sent(server, "TOP"), 0); // all is here by now
    }

    void aBeginningIsPlainText()
    {
        PopMailbox mailbox({SessionFixture::mail(1, 9000),
                            {"html", "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n"
                                     "From: Bea <bea@example.org>\r\n"
                                     "Content-Type: text/html\r\n\r\n"
                                     "<p>Hello <b>you</b></p>\r\n"}});
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        openAndRead(fixture);
        const auto plain = preview(fixture, "uidl-1");
        QVERIFY(plain);
        QVERIFY(plain->text.startsWith(QStringLiteral("Hello\n")));
        QVERIFY(plain->text.count(u'\n') <= ServerPreview::lines);
        QVERIFY(server.hasReceived("TOP 1 30"));
        const auto html = preview(fixture, "html");
        QCOMPARE(html->subject, QStringLiteral("Grüße"));
        QVERIFY(html->text.contains(QStringLiteral("Hello you")) && !html->text.contains(u'<'));
        QCOMPARE(preview(fixture, "unknown").error().code, ErrorCode::NotFound);
        QCOMPARE(mailbox.messages().size(), size_t(2));
        QCOMPARE(mailbox.sessions(), 1);
    }

    void aSessionThatTheServerClosedIsFollowedByAnother()
    {
        PopMailbox mailbox(SessionFixture::mails(2));
        std::atomic<int> drops = 1;
        mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
            if (command == "TOP 1 30" && drops-- > 0)
                peer.drop();
            return false;
        };
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        openAndRead(fixture);
        const auto shown = preview(fixture, "uidl-1");
        QVERIFY(shown && shown->text.startsWith(QStringLiteral("Hello")));
        QCOMPARE(mailbox.sessions(), 2);
        drops = 2; // but not for ever
        QCOMPARE(preview(fixture, "uidl-1").error().code, ErrorCode::ConnectionLost);
        QCOMPARE(mailbox.sessions(), 3);
    }

    void workThatIsStoppedInTimeIsNotBegun()
    {
        PopMailbox mailbox(SessionFixture::mails(2));
        std::atomic<bool> stalls = true;
        mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
            if (command == "TOP 1 30" && stalls)
                peer.stall();
            return false;
        };
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        openAndRead(fixture);
        ServerDesk &desk = fixture.session->serverDesk();
        desk.preview(fixture.key("uidl-1"), &fixture.context, [](const auto &) {});
        QTRY_VERIFY_WITH_TIMEOUT(server.hasReceived("TOP 1 30"), SessionFixture::patience);
        std::optional<Result<FetchReport>> answer;
        desk.carryOut(fixture.account.id, {{fixture.key("uidl-1")}, {fixture.key("uidl-2")}},
                      &fixture.context, [&](Result<FetchReport> report) { answer = std::move(report); });
        QTRY_VERIFY_WITH_TIMEOUT(fixture.serverMessage("uidl-1").wanted, SessionFixture::patience);
        desk.stop(fixture.account.id);
        QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), SessionFixture::patience);
        QCOMPARE(answer->error().code, ErrorCode::Cancelled);
        waitUntilAway(fixture);
        QCOMPARE(server.connections(), 1);
        stalls = false;
        const FetchReport report = fixture.check(); // and then it is done
        QCOMPARE(report.fetched, 1);
        QCOMPARE(mailbox.messages().size(), size_t(1));
    }

    void markedWorkIsDoneAndNothingElse()
    {
        PopMailbox mailbox(SessionFixture::mails(30));
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.start();
        Account account = SessionFixture::accountFor(server.port());
        account.retention.newest = 1; // would delete what it fetches
        fixture.save(account, QStringLiteral("secret"));
        openAndRead(fixture);
        ServerDesk &desk = fixture.session->serverDesk();
        desk.setWish({fixture.key("uidl-4"), fixture.key("uidl-5")}, ServerDesk::Wish::Get, true);
        desk.setWish({fixture.key("uidl-6"), fixture.key("uidl-7")}, ServerDesk::Wish::Remove, true);
        desk.setWish({fixture.key("uidl-7")}, ServerDesk::Wish::Remove, false);
        const ServerWork work = desk.wishes(fixture.account.id);
        QCOMPARE(work.get.size(), size_t(2));
        QCOMPARE(work.remove.size(), size_t(1));
        QVERIFY(fixture.serverMessage("uidl-6").deletionReason.isEmpty()); // a mark alone does nothing

        const auto report = carryOut(fixture, work);
        QVERIFY(report && !report->error);
        QCOMPARE(report->fetched, 2);
        QCOMPARE(report->deleted, 1);
        QCOMPARE(sent(server, "RETR"), 2);
        QCOMPARE(commands(server, "DELE"), QByteArrayList{"DELE 6"});
        QVERIFY(desk.wishes(fixture.account.id).isEmpty());
        QCOMPARE(mailbox.messages().size(), size_t(29));
        QVERIFY(fixture.serverMessage("uidl-4").state == ServerMessage::State::Stored);
        QVERIFY(fixture.account.confirmedRetention == fixture.session->accounts().front().confirmedRetention);
    }

    void workWaitsForACheckThatRuns()
    {
        PopMailbox mailbox(SessionFixture::mails(3));
        std::atomic<bool> waits = true;
        mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
            while (command == "RETR 3" && waits)
                peer.sleep(2ms);
            return false;
        };
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        openAndRead(fixture);
        fixture.session->check(fixture.account.id);
        QTRY_VERIFY_WITH_TIMEOUT(server.hasReceived("RETR 3"), SessionFixture::patience);
        QTimer::singleShot(0, &fixture.context, [&] { waits = false; });
        const auto report = carryOut(fixture, {{}, {fixture.key("uidl-2")}});
        QVERIFY(report && !report->error);
        QCOMPARE(mailbox.messages().size(), size_t(2));
    }

    void aBusyMailboxIsSaidToBe()
    {
        PopMailbox mailbox(SessionFixture::mails(1));
        mailbox.interfere = [](Peer &peer, const QByteArray &command) {
            if (!command.startsWith("AUTH") && !command.startsWith("PASS"))
                return false;
            peer.send("-ERR [IN-USE] somebody reads it\r\n");
            return true;
        };
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        ServerDesk &desk = fixture.session->serverDesk();
        desk.open(fixture.account.id);
        QTRY_VERIFY_WITH_TIMEOUT(desk.look(fixture.account.id).error, SessionFixture::patience);
        QCOMPARE(desk.look(fixture.account.id).error->code, ErrorCode::MailboxBusy);
        QCOMPARE(desk.look(fixture.account.id).phase, Phase::Away);
        QCOMPARE(server.connections(), 1); // it does not hammer
    }

    void theServersPauseIsHeeded()
    {
        PopMailbox mailbox(SessionFixture::mails(2));
        mailbox.capabilitiesAfter.append("LOGIN-DELAY 600");
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        openAndRead(fixture);
        const auto refused = carryOut(fixture, {{fixture.key("uidl-1")}, {}});
        QVERIFY(refused && refused->error && refused->error->code == ErrorCode::LoginTooSoon);
        QCOMPARE(server.connections(), 1);
        QVERIFY(fixture.serverMessage("uidl-1").wanted); // the next check does it
        fixture.session->serverDesk().refresh(fixture.account.id);
        QTRY_VERIFY(fixture.session->serverDesk().look(fixture.account.id).error);
        QCOMPARE(fixture.session->serverDesk().look(fixture.account.id).error->code, ErrorCode::LoginTooSoon);
        QCOMPARE(server.connections(), 1);
    }

    void aServerThatSendsWholeMessagesIsAskedForNoMoreHeaders()
    {
        PopMailbox mailbox(SessionFixture::mails(3));
        mailbox.interfere = [](Peer &peer, const QByteArray &command) {
            if (!command.startsWith("TOP"))
                return false;
            peer.send("+OK\r\nSubject: endless\r\n\r\n");
            while (true)
                peer.send(QByteArray(64 * 1024, 'x') + "\r\n");
        };
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        fixture.session->serverDesk().open(fixture.account.id);
        QTRY_VERIFY_WITH_TIMEOUT(!fixture.session->serverDesk().look(fixture.account.id).hasTop,
                                 SessionFixture::patience);
        waitUntilAway(fixture);
        QVERIFY(!fixture.session->serverDesk().look(fixture.account.id).error);
        QCOMPARE(server.connections(), 1); // and does not come back by itself
        QCOMPARE(fixture.serverMessages().size(), size_t(3));
        QCOMPARE(preview(fixture, "uidl-1").error().code, ErrorCode::Unsupported);
    }

    void closingEndsTheSession()
    {
        PopMailbox mailbox(SessionFixture::mails(1));
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        openAndRead(fixture);
        fixture.session->serverDesk().close(fixture.account.id);
        waitUntilAway(fixture);
        QCOMPARE(server.received().last(), QByteArray("QUIT"));
    }

    void stoppingDropsTheConnection()
    {
        PopMailbox mailbox(SessionFixture::mails(1));
        mailbox.interfere = [](Peer &peer, const QByteArray &command) {
            if (command == "UIDL")
                peer.stall();
            return false;
        };
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        ServerDesk &desk = fixture.session->serverDesk();
        desk.open(fixture.account.id);
        QTRY_VERIFY_WITH_TIMEOUT(server.hasReceived("UIDL"), SessionFixture::patience);
        desk.stop(fixture.account.id);
        waitUntilAway(fixture);
        QVERIFY(!desk.look(fixture.account.id).error); // it was the user's wish
        QVERIFY(!server.hasReceived("QUIT"));
    }
};

QTEST_GUILESS_MAIN(ServerDeskTest)
#include "ServerDeskTest.moc"
