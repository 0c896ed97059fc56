// SPDX-License-Identifier: GPL-3.0-or-later
#include "SessionFixture.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <mutex>
#include <set>

using Peer = ScriptedPopServer::Peer;
using Occasion = MailSession::Occasion;

// When an account is checked again after what its server said (R66, R110 to R113, R123), also by a program
// that was started anew meanwhile.
class CheckPauseTest : public QObject
{
    Q_OBJECT
private:
    // A mailbox that answers the password with `reply`, where there is one.
    class MoodyMailbox
    {
    public:
        explicit MoodyMailbox(int messages = 1) : mailbox(SessionFixture::mails(messages))
        {
            mailbox.interfere = [this](Peer &peer, const QByteArray &command) {
                const std::lock_guard lock(m_mutex);
                if (m_reply.isEmpty() || !(command.startsWith("PASS") || command.startsWith("AUTH")))
                    return false;
                peer.send(m_reply + "\r\n");
                return true;
            };
        }

        void say(const QByteArray &reply)
        {
            const std::lock_guard lock(m_mutex);
            m_reply = reply;
        }

        PopMailbox mailbox;

    private:
        std::mutex m_mutex;
        QByteArray m_reply;
    };

    static qint64 wait(const SessionFixture &fixture)
    {
        return fixture.session->pauseOf(fixture.account.id).notBefore - fixture.clock.now();
    }

    // Shows so many of the oldest messages alone, as Gmail does.
    static void showPortions(PopMailbox &mailbox, int portion)
    {
        mailbox.interfere = [&mailbox, portion](Peer &peer, const QByteArray &command) {
            const bool uidl = command == "UIDL";
            if (!uidl && command != "LIST")
                return false;
            QByteArray answer = "+OK\r\n";
            int number = 0;
            for (const auto &message : mailbox.messages()) {
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
    void pausesGrowAndOutliveTheProgram_data()
    {
        QTest::addColumn<QByteArray>("reply");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("IN-USE") << QByteArray("-ERR [IN-USE] another session") << ErrorCode::MailboxBusy;
        QTest::newRow("lower case") << QByteArray("-ERR [in-use] no") << ErrorCode::MailboxBusy;
        QTest::newRow("in words") << QByteArray("-ERR maildrop is locked") << ErrorCode::MailboxBusy;
        QTest::newRow("SYS/TEMP") << QByteArray("-ERR [SYS/TEMP] disk") << ErrorCode::ServerTemporary;
        QTest::newRow("SYS/TEMP with detail")
            << QByteArray("-ERR [SYS/TEMP/LOAD] later") << ErrorCode::ServerTemporary;
    }

    void pausesGrowAndOutliveTheProgram()
    {
        QFETCH(QByteArray, reply);
        QFETCH(ErrorCode, code);
        MoodyMailbox moody;
        moody.say(reply);
        ScriptedPopServer server(moody.mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        int failures = 0;
        for (const int minutes : {1, 2, 5, 10, 10}) {
            const FetchReport report = fixture.check(Occasion::Timer);
            QCOMPARE(report.error->code, code);
            QCOMPARE(report.passing, ++failures < 3); // told when it lasts (R112)
            const qint64 pause = wait(fixture);
            QVERIFY2(pause >= minutes * 54 && pause <= minutes * 66, QByteArray::number(pause));

            fixture.start();
            QCOMPARE(wait(fixture), pause);
            const int connections = server.connections();
            fixture.clock.advance(pause - 1);
            fixture.session->check(fixture.account.id, Occasion::Timer);
            QVERIFY(!fixture.session->isChecking(fixture.account.id));
            QCOMPARE(server.connections(), connections);
            fixture.clock.advance(1);
            QVERIFY(fixture.timerMayCheck());
        }
        moody.say({});
        QCOMPARE(fixture.check(Occasion::Timer).fetched, 1);
        QCOMPARE(fixture.session->pauseOf(fixture.account.id), CheckPause());
        fixture.start();
        QCOMPARE(fixture.session->pauseOf(fixture.account.id), CheckPause());
    }

    void pausesAreSpread()
    {
        MoodyMailbox moody;
        moody.say("-ERR [IN-USE] another session");
        ScriptedPopServer server(moody.mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        std::set<qint64> pauses;
        for (int round = 0; round < 14; ++round) {
            fixture.check(Occasion::Timer);
            if (round > 3) // ten minutes each
                pauses.insert(wait(fixture));
            fixture.clock.advance(wait(fixture));
        }
        QVERIFY2(pauses.size() > 1, "clients that failed together come back together");
    }

    void theUserMayTryAtAnyTime()
    {
        MoodyMailbox moody;
        moody.say("-ERR [IN-USE] another session");
        ScriptedPopServer server(moody.mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        QVERIFY(fixture.check(Occasion::Timer).passing);
        const FetchReport asked = fixture.check();
        QCOMPARE(asked.error->code, ErrorCode::MailboxBusy);
        QVERIFY(!asked.passing); // who asks is told
        moody.say({});
        QCOMPARE(fixture.check().fetched, 1);
    }

    void aPermanentFailureWaitsForTheUser()
    {
        MoodyMailbox moody;
        moody.say("-ERR [SYS/PERM] mailbox is gone");
        ScriptedPopServer server(moody.mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        const FetchReport report = fixture.check(Occasion::Timer);
        QCOMPARE(report.error->code, ErrorCode::ServerPermanent);
        QVERIFY(!report.passing);
        const int connections = server.connections();
        for (int round = 0; round < 2; ++round) {
            QVERIFY(fixture.session->pauseOf(fixture.account.id).stopped == ErrorCode::ServerPermanent);
            fixture.clock.advanceDays(30);
            fixture.session->check(fixture.account.id, Occasion::Timer);
            QVERIFY(!fixture.session->isChecking(fixture.account.id));
            fixture.start();
        }
        QCOMPARE(server.connections(), connections);
        moody.say({});
        QCOMPARE(fixture.check().fetched, 1);
        QVERIFY(fixture.timerMayCheck());
    }

    void aSignInThatCameTooSoonIsNotRepeated()
    {
        MoodyMailbox moody;
        moody.say("-ERR [LOGIN-DELAY] minimum time between mail checks violation");
        ScriptedPopServer server(moody.mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        QCOMPARE(fixture.check(Occasion::Timer).error->code, ErrorCode::LoginTooSoon);
        QCOMPARE(wait(fixture), qint64(300)); // it did not say how long
        moody.say({});
        fixture.start();
        fixture.clock.advance(100);
        // The server would refuse the user as well, and may take it ill: it is said at once, with the time.
        const FetchReport refused = fixture.check();
        QCOMPARE(refused.error->code, ErrorCode::LoginTooSoon);
        QCOMPARE(refused.notBefore, fixture.clock.now() + 200);
        QCOMPARE(refused.error->detail, QStringLiteral("200"));
        QCOMPARE(server.connections(), 1);
        fixture.clock.advance(200);
        QCOMPARE(fixture.check(Occasion::Timer).fetched, 1);
    }

    void anAnnouncedDelayHoldsForEverythingThatSignsIn()
    {
        PopMailbox mailbox(SessionFixture::mails(1));
        mailbox.capabilitiesAfter.append("LOGIN-DELAY 60");
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        QVERIFY(!fixture.check().error);
        QCOMPARE(wait(fixture), qint64(60));
        const auto early = answerOf<qint64>([&](auto done) {
            fixture.session->saveFromServer(fixture.key("uidl-1"), fixture.path(QStringLiteral("saved.eml")),
                                            &fixture.context, done);
        });
        QCOMPARE(early.error().code, ErrorCode::LoginTooSoon);
        QCOMPARE(early.error().detail, QStringLiteral("60"));
        QCOMPARE(server.connections(), 1);
        fixture.clock.advance(60);
        QVERIFY(answerOf<qint64>([&](auto done) {
            fixture.session->saveFromServer(fixture.key("uidl-1"), fixture.path(QStringLiteral("saved.eml")),
                                            &fixture.context, done);
        }));
        QCOMPARE(wait(fixture), qint64(60)); // anew, from that sign-in on
        QCOMPARE(fixture.check().error->code, ErrorCode::LoginTooSoon);
    }

    // The user asks for something while the server wants no sign-in: it is done when it may be.
    void whatIsWantedTooSoonComesByItself()
    {
        PopMailbox mailbox({SessionFixture::mail(1, 60'000)});
        mailbox.capabilitiesAfter.append("LOGIN-DELAY 60");
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.start();
        Account account = SessionFixture::accountFor(server.port());
        account.download.headersOnly = true;
        fixture.save(account, QStringLiteral("secret"));
        QCOMPARE(fixture.check().partial, 1);
        const MessageId message = fixture.serverMessage("uidl-1").message;
        const FetchReport refused = fixture.checkAfter([&] {
            fixture.session->fetchWhole({message}, &fixture.context,
                                        [](const Result<void> &asked) { QVERIFY(asked); });
        });
        QCOMPARE(refused.error->code, ErrorCode::LoginTooSoon);
        QVERIFY(fixture.serverMessage("uidl-1").wanted);
        QVERIFY(fixture.session->pauseOf(fixture.account.id).moreWaiting);
        fixture.start();
        QVERIFY(fixture.session->pauseOf(fixture.account.id).moreWaiting);
        fixture.clock.advance(60);
        QCOMPARE(fixture.check(Occasion::Timer).fetched, 1);
        QCOMPARE(fixture.raw(message), SessionFixture::mail(1, 60'000).bytes);
    }

    void aServerThatListsPortionsIsRemembered()
    {
        PopMailbox mailbox(SessionFixture::mails(350));
        showPortions(mailbox, 160);
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.start();
        Account account = SessionFixture::accountFor(server.port());
        account.retention.afterDownload = true;
        fixture.save(account, QStringLiteral("secret"));
        const FetchReport first = fixture.check();
        QCOMPARE(first.fetched, 350);
        QCOMPARE(first.listsPortions, std::optional(true));

        fixture.start(); // waits until it is written
        const auto known = QJsonDocument::fromJson(fixture.file(QStringLiteral("servers.json")))
                               .object()[fixture.account.uuid];
        QCOMPARE(known[QLatin1String("listing")].toString(), QStringLiteral("portions"));
        for (int number = 351; number <= 360; ++number)
            mailbox.add(SessionFixture::mail(number));
        const FetchReport second = fixture.check();
        QCOMPARE(second.fetched, 10);
        QCOMPARE(second.rounds, 2); // where that is not known, so few are believed to be all
    }

    void portionsWaitForTheServersDelay()
    {
        PopMailbox mailbox(SessionFixture::mails(250));
        mailbox.capabilitiesAfter.append("LOGIN-DELAY 300");
        showPortions(mailbox, 160);
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.start();
        Account account = SessionFixture::accountFor(server.port());
        account.retention.afterDownload = true;
        account.schedule.minutes = 0;
        fixture.save(account, QStringLiteral("secret"));
        const FetchReport first = fixture.check();
        QCOMPARE(first.fetched, 160);
        QVERIFY(first.moreWaiting);
        QCOMPARE(first.notBefore, fixture.clock.now() + 300);
        fixture.start();
        const CheckPause pause = fixture.session->pauseOf(fixture.account.id);
        QVERIFY(pause.moreWaiting); // CheckTimer checks it then, whatever the interval
        QCOMPARE(pause.notBefore, fixture.clock.now() + 300);
        fixture.clock.advance(300);
        QCOMPARE(fixture.check(Occasion::Timer).fetched, 90);
        QVERIFY(mailbox.messages().empty());
    }
};

QTEST_GUILESS_MAIN(CheckPauseTest)
#include "CheckPauseTest.moc"
