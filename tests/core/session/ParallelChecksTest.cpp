// SPDX-License-Identifier: GPL-3.0-or-later
#include "SessionFixture.h"

#include <atomic>
#include <mutex>

using Peer = ScriptedPopServer::Peer;

// Checks of many accounts at once: at most four are signed in, and who hangs delays nobody. By counts and
// order; the scripted servers wait for what must come, and no test looks at a watch.
class ParallelChecksTest : public QObject
{
    Q_OBJECT
private:
    static constexpr int signedInAtOnce = 4;

    // Servers of many accounts that let every session wait after its sign-in until the gate is opened.
    struct Servers {
        explicit Servers(int count)
        {
            for (int number = 0; number < count; ++number) {
                auto mailbox = std::make_unique<PopMailbox>(SessionFixture::mails(3));
                mailbox->interfere = [this](Peer &peer, const QByteArray &command) {
                    if (command == "UIDL") {
                        most = std::max(most.load(), ++inside);
                        while (!open)
                            peer.sleep(std::chrono::milliseconds(2));
                    } else if (command == "RETR 3") { // behind it comes the farewell alone
                        --inside;
                    }
                    return false;
                };
                servers.push_back(std::make_unique<ScriptedPopServer>(mailbox->script()));
                mailboxes.push_back(std::move(mailbox));
            }
        }

        std::atomic<int> inside = 0, most = 0;
        std::atomic<bool> open = false;
        std::vector<std::unique_ptr<PopMailbox>> mailboxes;
        std::vector<std::unique_ptr<ScriptedPopServer>> servers;
    };

    static AccountId add(SessionFixture &fixture, quint16 port, const QString &name)
    {
        fixture.save(SessionFixture::accountFor(port, name), QStringLiteral("secret"));
        return fixture.account.id;
    }

    // A server that stops in the middle.
    static ScriptedPopServer::Script hangsAt(PopMailbox &mailbox, const QByteArray &start)
    {
        mailbox.interfere = [start](Peer &peer, const QByteArray &command) {
            if (command.startsWith(start))
                peer.stall();
            return false;
        };
        return mailbox.script();
    }

private Q_SLOTS:
    void fourAreSignedInAtOnce()
    {
        Servers servers(10);
        SessionFixture fixture;
        fixture.start();
        for (size_t number = 0; number < servers.servers.size(); ++number)
            add(fixture, servers.servers[number]->port(), QString::number(number));
        QSignalSpy finished(fixture.session.get(), &MailSession::checkFinished);
        fixture.session->checkAll();
        QTRY_COMPARE_WITH_TIMEOUT(servers.inside.load(), signedInAtOnce, SessionFixture::patience);
        // As many more stand at their servers' doors, and have not knocked.
        const auto connected = [&] {
            int count = 0;
            for (const auto &server : servers.servers)
                count += server->connections();
            return count;
        };
        QTRY_COMPARE_WITH_TIMEOUT(connected(), 2 * signedInAtOnce, SessionFixture::patience);
        QCOMPARE(servers.inside.load(), signedInAtOnce);
        servers.open = true;
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 10, SessionFixture::patience);
        QCOMPARE(servers.most.load(), signedInAtOnce);
        for (const auto &report : finished) {
            QVERIFY(!report.front().value<FetchReport>().error);
            QCOMPARE(report.front().value<FetchReport>().fetched, 3);
        }
        for (const auto &mailbox : servers.mailboxes)
            QCOMPARE(mailbox->sessions(), 1);
    }

    void whoHangsDelaysNobody_data()
    {
        QTest::addColumn<QByteArray>("at");
        for (const char *at : {"CAPA", "USER", "UIDL", "RETR", "QUIT"})
            QTest::newRow(at) << QByteArray(at);
    }

    // Three of the four places are held by servers that hang; ten accounts go through the fourth.
    void whoHangsDelaysNobody()
    {
        QFETCH(QByteArray, at);
        PopMailbox hanging[3];
        std::vector<std::unique_ptr<ScriptedPopServer>> hung;
        Servers servers(10);
        servers.open = true;
        SessionFixture fixture;
        fixture.start();
        for (PopMailbox &mailbox : hanging) {
            mailbox.add(SessionFixture::mail(1));
            hung.push_back(std::make_unique<ScriptedPopServer>(hangsAt(mailbox, at)));
            fixture.session->check(
                add(fixture, hung.back()->port(), QStringLiteral("hangs %1").arg(hung.size())));
        }
        for (const auto &server : hung)
            QTRY_VERIFY_WITH_TIMEOUT(server->hasReceived(at), SessionFixture::patience);
        QSignalSpy finished(fixture.session.get(), &MailSession::checkFinished);
        for (size_t number = 0; number < servers.servers.size(); ++number)
            fixture.session->check(add(fixture, servers.servers[number]->port(), QString::number(number)));
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 10, SessionFixture::patience);
        for (const auto &report : finished) {
            QVERIFY(!report.front().value<FetchReport>().error);
            QCOMPARE(report.front().value<FetchReport>().fetched, 3);
        }
        QCOMPARE(finished.count(), 10); // and of the three none
    }

    // More servers that never answer than may be connected to at once.
    void silentServersAreGivenUpForOthers()
    {
        ScriptedPopServer silent([](Peer &peer) { peer.stall(); });
        PopMailbox mailbox(SessionFixture::mails(1));
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.start();
        for (int number = 0; number < 7; ++number)
            fixture.session->check(add(fixture, silent.port(), QStringLiteral("silent %1").arg(number)));
        add(fixture, server.port(), QStringLiteral("speaks"));
        QCOMPARE(fixture.check().fetched, 1);
    }

    void anAccountIsCheckedOnceAtATime()
    {
        Servers servers(1);
        SessionFixture fixture;
        fixture.startFor(servers.servers.front()->port());
        QSignalSpy finished(fixture.session.get(), &MailSession::checkFinished);
        for (int round = 0; round < 3; ++round)
            fixture.session->check(fixture.account.id);
        QTRY_COMPARE_WITH_TIMEOUT(servers.inside.load(), 1, SessionFixture::patience);
        fixture.session->check(fixture.account.id);
        servers.open = true;
        QTRY_VERIFY_WITH_TIMEOUT(!fixture.session->isChecking(fixture.account.id), SessionFixture::patience);
        QCOMPARE(finished.count(), 1);
        QCOMPARE(servers.mailboxes.front()->sessions(), 1);
    }

    void whoWaitsItsTurnCanBeCancelled()
    {
        ScriptedPopServer silent([](Peer &peer) { peer.stall(); });
        SessionFixture fixture;
        fixture.start();
        std::vector<AccountId> accounts;
        for (int number = 0; number < 9; ++number) // one more than connect at once
            accounts.push_back(add(fixture, silent.port(), QString::number(number)));
        for (const AccountId account : accounts)
            fixture.session->check(account);
        QVERIFY(fixture.session->isChecking(accounts.back()));
        const FetchReport report = fixture.checkAfter([&] { fixture.session->cancelCheck(accounts.back()); });
        QCOMPARE(report.account, accounts.back());
        QCOMPARE(report.error->code, ErrorCode::Cancelled);
        QVERIFY(!fixture.session->isChecking(accounts.back()));
        QVERIFY(fixture.session->isChecking(accounts.front()));
    }
};

QTEST_GUILESS_MAIN(ParallelChecksTest)
#include "ParallelChecksTest.moc"
