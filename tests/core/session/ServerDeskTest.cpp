// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerDesk.h"

#include "SessionFixture.h"

#include <QTimer>

#include <atomic>
#include <functional>

using Peer = ScriptedPopServer::Peer;
using Phase = ServerLook::Phase;
using namespace std::chrono_literals;

namespace
{
// A mailbox, its server, and the view of both.
struct View {
    explicit View(
        std::vector<PopMailbox::Message> messages,
        const std::function<void(PopMailbox &)> &settings = [](PopMailbox &) {},
        const RetentionPolicy &retention = {})
        : mailbox(std::move(messages)), server((settings(mailbox), mailbox.script()))
    {
        fixture.start();
        Account account = SessionFixture::accountFor(server.port());
        account.retention = retention;
        fixture.save(account, QStringLiteral("secret"));
    }

    ServerDesk &desk() { return fixture.session->serverDesk(); }
    ServerLook look() { return desk().look(fixture.account.id); }
    void open() { desk().open(fixture.account.id); }

    void openAndRead()
    {
        open();
        waitUntilRead();
    }

    void waitUntilRead()
    {
        QTRY_VERIFY_WITH_TIMEOUT(look().listedAt > 0 && !look().isUnderWay(), SessionFixture::patience);
    }

    void waitUntilAway() { QTRY_COMPARE_WITH_TIMEOUT(look().phase, Phase::Away, SessionFixture::patience); }

    Result<FetchReport> carryOut(const ServerWork &work)
    {
        return answerOf<FetchReport>(
            [&](auto done) { desk().carryOut(fixture.account.id, work, &fixture.context, done); });
    }

    Result<ServerPreview> preview(const QByteArray &uidl)
    {
        return answerOf<ServerPreview>(
            [&](auto done) { desk().preview(fixture.key(uidl), &fixture.context, done); });
    }

    QByteArrayList commands(const char *keyword) const
    {
        QByteArrayList found;
        for (const QByteArray &line : server.received())
            if (line.startsWith(keyword))
                found.append(line);
        return found;
    }

    qsizetype sent(const char *keyword) const { return commands(keyword).size(); }

    PopMailbox mailbox;
    ScriptedPopServer server;
    SessionFixture fixture;
};
} // namespace

// The live view of a mailbox: what it shows and when, what it costs, and how it lives beside the checks.
class ServerDeskTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsComeFromTheServerAndThenTheirHeaders()
    {
        View view(SessionFixture::mails(3));
        QVERIFY(view.fixture.serverMessages().empty());
        view.openAndRead();
        const auto rows = view.fixture.serverMessages();
        QCOMPARE(rows.size(), size_t(3));
        const ServerMessage second = view.fixture.serverMessage("uidl-2");
        QCOMPARE(second.subject, QStringLiteral("number 2"));
        QCOMPARE(second.sender, QStringLiteral("Anna"));
        QCOMPARE(second.number, 2);
        QVERIFY(second.state == ServerMessage::State::New && second.message == 0);
        QCOMPARE(view.sent("TOP"), 3);
        QCOMPARE(view.sent("RETR") + view.sent("DELE"), 0);
        const ServerLook look = view.look();
        QCOMPARE(look.headers, 3);
        QCOMPARE(look.headersRead, 3);
    }

    void onlyWhatIsUnknownCostsATop()
    {
        View view(SessionFixture::mails(5));
        view.openAndRead();
        QCOMPARE(view.sent("TOP"), 5);
        view.mailbox.remove("uidl-2");
        view.mailbox.add(SessionFixture::mail(6));

        view.fixture.start();                                      // as after a restart of the program
        QCOMPARE(view.fixture.serverMessages().size(), size_t(5)); // at once, and nobody was asked
        QCOMPARE(view.fixture.serverMessage("uidl-4").subject, QStringLiteral("number 4"));
        view.openAndRead();
        QCOMPARE(view.sent("TOP"), 6);
        QCOMPARE(view.commands("TOP").last(), QByteArray("TOP 5 0"));
        QVERIFY(view.fixture.serverMessage("uidl-2").state == ServerMessage::State::Gone);
        QCOMPARE(view.fixture.serverMessage("uidl-6").subject, QStringLiteral("number 6"));
    }

    void headersComeNewestFirstAndPreferredBeforeAll()
    {
        std::atomic<bool> waits = true;
        View view(SessionFixture::mails(500), [&](PopMailbox &mailbox) {
            mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
                while (command == "UIDL" && waits)
                    peer.sleep(2ms);
                return false;
            };
        });
        view.open();
        QTRY_COMPARE_WITH_TIMEOUT(view.look().phase, Phase::Listing, SessionFixture::patience);
        view.desk().prefer(view.fixture.account.id, {view.fixture.key("uidl-7"), view.fixture.key("uidl-8")});
        waits = false;
        view.waitUntilRead();
        const QByteArrayList tops = view.commands("TOP");
        QCOMPARE(tops.size(), 500);
        QCOMPARE(tops.mid(0, 4), (QByteArrayList{"TOP 8 0", "TOP 7 0", "TOP 500 0", "TOP 499 0"}));
    }

    void aViewThatNobodyUsesLeavesTheMailbox()
    {
        View view(SessionFixture::mails(2));
        view.desk().setLingering(10ms);
        view.openAndRead();
        view.waitUntilAway();
        QCOMPARE(view.server.received().last(), QByteArray("QUIT"));
        const auto shown = view.preview("uidl-1"); // and comes back when it is needed
        QVERIFY(shown);
        QCOMPARE(view.mailbox.sessions(), 2);
    }

    void aCheckTakesPrecedence()
    {
        View view(SessionFixture::mails(2));
        view.openAndRead();
        QCOMPARE(view.look().phase, Phase::There);
        const FetchReport report = view.fixture.check(MailSession::Occasion::Timer);
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 2);
        QCOMPARE(view.mailbox.sessions(), 2);
        const QByteArrayList lines = view.server.received();
        QVERIFY(lines.indexOf("QUIT") < lines.indexOf("RETR 1")); // the first session had ended
    }

    void theViewWaitsForACheck()
    {
        std::atomic<bool> waits = true;
        View view(SessionFixture::mails(2), [&](PopMailbox &mailbox) {
            mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
                while (command == "RETR 1" && waits)
                    peer.sleep(2ms);
                return false;
            };
        });
        view.fixture.session->check(view.fixture.account.id);
        QTRY_VERIFY_WITH_TIMEOUT(view.server.hasReceived("RETR 1"), SessionFixture::patience);
        view.open();
        QCOMPARE(view.look().phase, Phase::Waiting);
        QCOMPARE(view.server.connections(), 1);
        waits = false;
        QTRY_VERIFY_WITH_TIMEOUT(view.look().listedAt > 0, SessionFixture::patience);
        QCOMPARE(view.sent("TOP"), 0); // all is here by now
    }

    void aBeginningIsPlainText()
    {
        View view({SessionFixture::mail(1, 9000),
                   {"html", "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n"
                            "From: Bea <bea@example.org>\r\n"
                            "Content-Type: text/html\r\n\r\n"
                            "<p>Hello <b>you</b></p>\r\n"}});
        view.openAndRead();
        const auto plain = view.preview("uidl-1");
        QVERIFY(plain);
        QVERIFY(plain->text.startsWith(QStringLiteral("Hello\n")));
        QVERIFY(plain->text.count(u'\n') <= ServerPreview::lines);
        QVERIFY(view.server.hasReceived("TOP 1 30"));
        const auto html = view.preview("html");
        QCOMPARE(html->subject, QStringLiteral("Grüße"));
        QVERIFY(html->text.contains(QStringLiteral("Hello you")) && !html->text.contains(u'<'));
        QCOMPARE(view.preview("unknown").error().code, ErrorCode::NotFound);
        QCOMPARE(view.mailbox.messages().size(), size_t(2));
        QCOMPARE(view.mailbox.sessions(), 1);
    }

    void aSessionThatTheServerClosedIsFollowedByAnother()
    {
        std::atomic<int> drops = 1;
        View view(SessionFixture::mails(2), [&](PopMailbox &mailbox) {
            mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
                if (command == "TOP 1 30" && drops-- > 0)
                    peer.drop();
                return false;
            };
        });
        view.openAndRead();
        const auto shown = view.preview("uidl-1");
        QVERIFY(shown && shown->text.startsWith(QStringLiteral("Hello")));
        QCOMPARE(view.mailbox.sessions(), 2);
        drops = 2; // but not for ever
        QCOMPARE(view.preview("uidl-1").error().code, ErrorCode::ConnectionLost);
        QCOMPARE(view.mailbox.sessions(), 3);
    }

    void workThatIsStoppedInTimeIsNotBegun()
    {
        std::atomic<bool> stalls = true;
        View view(SessionFixture::mails(2), [&](PopMailbox &mailbox) {
            mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
                if (command == "TOP 1 30" && stalls)
                    peer.stall();
                return false;
            };
        });
        view.openAndRead();
        view.desk().preview(view.fixture.key("uidl-1"), &view.fixture.context, [](const auto &) {});
        QTRY_VERIFY_WITH_TIMEOUT(view.server.hasReceived("TOP 1 30"), SessionFixture::patience);
        const ServerWork work{{view.fixture.key("uidl-1")}, {view.fixture.key("uidl-2")}};
        std::optional<Result<FetchReport>> answer;
        view.desk().carryOut(view.fixture.account.id, work, &view.fixture.context,
                             [&](Result<FetchReport> report) { answer = std::move(report); });
        QTRY_VERIFY_WITH_TIMEOUT(view.fixture.serverMessage("uidl-1").wanted, SessionFixture::patience);
        view.desk().stop(view.fixture.account.id);
        QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), SessionFixture::patience);
        QCOMPARE(answer->error().code, ErrorCode::Cancelled);
        view.waitUntilAway();
        QCOMPARE(view.server.connections(), 1);
        QVERIFY(view.desk().wishes(view.fixture.account.id) == work); // marked, as it was
        for (const QByteArray uidl : {"uidl-1", "uidl-2"}) {
            const ServerMessage message = view.fixture.serverMessage(uidl);
            QVERIFY(!message.wanted && message.choice == ServerMessage::Choice::ByRule);
        }
        stalls = false;
        QCOMPARE(view.fixture.check().deleted, 0);
        QCOMPARE(view.mailbox.messages().size(), size_t(2));
    }

    void workThatIsStoppedAtOnceIsNotBegunEither()
    {
        View view(SessionFixture::mails(2));
        view.openAndRead();
        std::optional<Result<FetchReport>> answer;
        view.desk().carryOut(view.fixture.account.id, {{}, {view.fixture.key("uidl-2")}},
                             &view.fixture.context,
                             [&](Result<FetchReport> report) { answer = std::move(report); });
        view.desk().stop(view.fixture.account.id);
        QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), SessionFixture::patience);
        QCOMPARE(answer->error().code, ErrorCode::Cancelled);
        QCOMPARE(view.fixture.check().deleted, 0);
        QCOMPARE(view.mailbox.messages().size(), size_t(2));
    }

    void markedWorkIsDoneAndNothingElse()
    {
        RetentionPolicy newestAlone; // would delete what is fetched
        newestAlone.newest = 1;
        View view(
            SessionFixture::mails(30), [](PopMailbox &) {}, newestAlone);
        view.openAndRead();
        view.desk().setWish({view.fixture.key("uidl-4"), view.fixture.key("uidl-5")}, ServerDesk::Wish::Get,
                            true);
        view.desk().setWish({view.fixture.key("uidl-6"), view.fixture.key("uidl-7")},
                            ServerDesk::Wish::Remove, true);
        view.desk().setWish({view.fixture.key("uidl-7")}, ServerDesk::Wish::Remove, false);
        const ServerWork work = view.desk().wishes(view.fixture.account.id);
        QCOMPARE(work.get.size(), size_t(2));
        QCOMPARE(work.remove.size(), size_t(1));
        QVERIFY(view.fixture.serverMessage("uidl-6").deletionReason.isEmpty()); // a mark alone does nothing

        const auto report = view.carryOut(work);
        QVERIFY(report && !report->error);
        QCOMPARE(report->fetched, 2);
        QCOMPARE(report->deleted, 1);
        QCOMPARE(view.sent("RETR"), 2);
        QCOMPARE(view.commands("DELE"), QByteArrayList{"DELE 6"});
        QVERIFY(view.desk().wishes(view.fixture.account.id).isEmpty());
        QCOMPARE(view.mailbox.messages().size(), size_t(29));
        QVERIFY(view.fixture.serverMessage("uidl-4").state == ServerMessage::State::Stored);
        QVERIFY(view.fixture.account.confirmedRetention ==
                view.fixture.session->accounts().front().confirmedRetention);
    }

    void marksAreKeptOverARestartUntilTheyAreDone()
    {
        View view(SessionFixture::mails(4));
        view.openAndRead();
        const AccountId account = view.fixture.account.id;
        view.desk().setWish({view.fixture.key("uidl-1"), view.fixture.key("uidl-2")}, ServerDesk::Wish::Get,
                            true);
        view.desk().setWish({view.fixture.key("uidl-3")}, ServerDesk::Wish::Remove, true);
        view.desk().setWish({view.fixture.key("uidl-2")}, ServerDesk::Wish::Get, false);
        const ServerWork marked = view.desk().wishes(account);
        view.fixture.start();
        QVERIFY(view.desk().wishes(account) == marked);
        QCOMPARE(view.sent("RETR") + view.sent("DELE"), 0);
        const auto report = view.carryOut(view.desk().wishes(account));
        QVERIFY(report && !report->error);
        QVERIFY(report->fetched == 1 && report->deleted == 1);
        view.fixture.start();
        QVERIFY(view.desk().wishes(account).isEmpty());
        // With the account its marks go.
        view.desk().setWish({view.fixture.key("uidl-4")}, ServerDesk::Wish::Remove, true);
        QVERIFY(answerOf<void>(
            [&](auto done) { view.fixture.session->removeAccount(account, &view.fixture.context, done); }));
        QVERIFY(!view.fixture.file(QStringLiteral("server-marks.json")).contains("remove"));
    }

    void workWaitsForACheckThatRuns()
    {
        std::atomic<bool> waits = true;
        View view(SessionFixture::mails(3), [&](PopMailbox &mailbox) {
            mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
                while (command == "RETR 3" && waits)
                    peer.sleep(2ms);
                return false;
            };
        });
        view.openAndRead();
        view.fixture.session->check(view.fixture.account.id);
        QTRY_VERIFY_WITH_TIMEOUT(view.server.hasReceived("RETR 3"), SessionFixture::patience);
        QTimer::singleShot(0, &view.fixture.context, [&] { waits = false; });
        const auto report = view.carryOut({{}, {view.fixture.key("uidl-2")}});
        QVERIFY(report && !report->error);
        QCOMPARE(view.mailbox.messages().size(), size_t(2));
    }

    void aBusyMailboxIsSaidToBe()
    {
        View view(SessionFixture::mails(1), [](PopMailbox &mailbox) {
            mailbox.interfere = [](Peer &peer, const QByteArray &command) {
                if (!command.startsWith("AUTH") && !command.startsWith("PASS"))
                    return false;
                peer.send("-ERR [IN-USE] somebody reads it\r\n");
                return true;
            };
        });
        view.open();
        QTRY_VERIFY_WITH_TIMEOUT(view.look().error, SessionFixture::patience);
        QCOMPARE(view.look().error->code, ErrorCode::MailboxBusy);
        QCOMPARE(view.look().phase, Phase::Away);
        QCOMPARE(view.server.connections(), 1); // it does not hammer
    }

    void theServersPauseIsHeeded()
    {
        View view(SessionFixture::mails(2),
                  [](PopMailbox &mailbox) { mailbox.capabilitiesAfter.append("LOGIN-DELAY 600"); });
        view.openAndRead();
        const auto refused = view.carryOut({{view.fixture.key("uidl-1")}, {}});
        QVERIFY(refused && refused->error && refused->error->code == ErrorCode::LoginTooSoon);
        QCOMPARE(view.server.connections(), 1);
        QVERIFY(view.fixture.serverMessage("uidl-1").wanted); // the next check does it
        view.desk().refresh(view.fixture.account.id);
        QTRY_VERIFY(view.look().error);
        QCOMPARE(view.look().error->code, ErrorCode::LoginTooSoon);
        QCOMPARE(view.server.connections(), 1);
    }

    void aServerThatSendsWholeMessagesIsAskedForNoMoreHeaders()
    {
        View view(SessionFixture::mails(3), [](PopMailbox &mailbox) {
            mailbox.interfere = [](Peer &peer, const QByteArray &command) {
                if (!command.startsWith("TOP"))
                    return false;
                peer.send("+OK\r\nSubject: endless\r\n\r\n");
                while (true)
                    peer.send(QByteArray(64 * 1024, 'x') + "\r\n");
            };
        });
        view.open();
        QTRY_VERIFY_WITH_TIMEOUT(!view.look().hasTop, SessionFixture::patience);
        view.waitUntilAway();
        QVERIFY(!view.look().error);
        QCOMPARE(view.server.connections(), 1); // and does not come back by itself
        QCOMPARE(view.fixture.serverMessages().size(), size_t(3));
        QCOMPARE(view.preview("uidl-1").error().code, ErrorCode::Unsupported);
    }

    void closingEndsTheSession()
    {
        View view(SessionFixture::mails(1));
        view.openAndRead();
        view.desk().close(view.fixture.account.id);
        view.waitUntilAway();
        QCOMPARE(view.server.received().last(), QByteArray("QUIT"));
    }

    void stoppingDropsTheConnection()
    {
        View view(SessionFixture::mails(1), [](PopMailbox &mailbox) {
            mailbox.interfere = [](Peer &peer, const QByteArray &command) {
                if (command == "UIDL")
                    peer.stall();
                return false;
            };
        });
        view.open();
        QTRY_VERIFY_WITH_TIMEOUT(view.server.hasReceived("UIDL"), SessionFixture::patience);
        view.desk().stop(view.fixture.account.id);
        view.waitUntilAway();
        QVERIFY(!view.look().error); // it was the user's wish
        QVERIFY(!view.server.hasReceived("QUIT"));
    }
};

QTEST_GUILESS_MAIN(ServerDeskTest)
#include "ServerDeskTest.moc"
