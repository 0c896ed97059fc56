// SPDX-License-Identifier: GPL-3.0-or-later
#include "FakeClock.h"
#include "MailSession.h"
#include "MemorySecrets.h"
#include "PopMailbox.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

template <class T, class Ask> static Result<T> answerOf(Ask ask)
{
    std::optional<Result<T>> answer;
    ask([&](Result<T> result) { answer.emplace(std::move(result)); });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20000))
        return failure(ErrorCode::Timeout, QStringLiteral("no answer"));
    return std::move(*answer);
}

class MailSessionServerTest : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<QTemporaryDir> m_profile;
    std::unique_ptr<MemorySecrets> m_secrets;
    FakeClock m_clock;
    std::unique_ptr<MailSession> m_session;
    Account m_account;

    static std::vector<PopMailbox::Message> mails(int count)
    {
        std::vector<PopMailbox::Message> messages;
        for (int number = 1; number <= count; ++number) {
            const QByteArray name = QByteArray::number(number);
            messages.push_back({"uidl-" + name, "From: Anna <anna@example.org>\r\nSubject: number " + name +
                                                    "\r\nMessage-ID: <" + name + "@x>\r\n\r\nHello\r\n"});
        }
        return messages;
    }

    void start()
    {
        m_session.reset();
        m_session = std::make_unique<MailSession>(m_profile->path(), *m_secrets, m_clock);
        QVERIFY(answerOf<void>([&](auto done) { m_session->open(this, done); }));
    }

    void startWithAccount(quint16 port)
    {
        start();
        Account account;
        account.name = QStringLiteral("Test");
        account.server.host = QStringLiteral("127.0.0.1");
        account.server.port = port;
        account.server.security = ServerSecurity::None;
        account.server.user = QStringLiteral("user");
        save(account, QStringLiteral("secret"));
    }

    void save(const Account &account, const std::optional<QString> &password = {})
    {
        auto saved =
            answerOf<Account>([&](auto done) { m_session->saveAccount(account, password, this, done); });
        QVERIFY(saved);
        m_account = *saved;
    }

    FetchReport check(MailSession::Occasion occasion = MailSession::Occasion::Asked)
    {
        QSignalSpy finished(m_session.get(), &MailSession::checkFinished);
        m_session->check(m_account.id, occasion);
        if (finished.isEmpty() && !finished.wait(20000))
            qFatal("the check does not end");
        return finished.first().first().value<FetchReport>();
    }

    std::vector<ServerMessage> serverMessages()
    {
        return *answerOf<std::vector<ServerMessage>>(
            [&](auto done) { m_session->serverMessages(m_account.id, this, done); });
    }

    RetentionForecast forecast(const RetentionPolicy &policy)
    {
        return *answerOf<RetentionForecast>(
            [&](auto done) { m_session->forecast(m_account.id, policy, this, done); });
    }

private Q_SLOTS:
    void init()
    {
        m_profile = std::make_unique<QTemporaryDir>();
        m_secrets = std::make_unique<MemorySecrets>();
    }
    void cleanup() { m_session.reset(); }

    void aChangedPolicyAsksFirst()
    {
        PopMailbox mailbox(mails(40));
        ScriptedPopServer server(mailbox.script());
        startWithAccount(server.port());
        QCOMPARE(check().fetched, 40);
        QCOMPARE(serverMessages().size(), size_t(40));

        Account changed = m_account;
        changed.retention.newest = 10;
        const RetentionForecast seen = forecast(changed.retention);
        QCOMPARE(seen.onServer, 40);
        QCOMPARE(seen.deleted, 30);
        QVERIFY(seen.needsConfirmation);
        QCOMPARE(seen.deletions.front().deletionReason, QStringLiteral("beyond the newest 10"));
        changed.confirmedRetention = changed.retention; // not for the window to say
        save(changed);

        const FetchReport held = check();
        QVERIFY(!held.error);
        QCOMPARE(held.heldBack, 30);
        QCOMPARE(mailbox.messages().size(), size_t(40));

        QVERIFY(answerOf<void>([&](auto done) { m_session->confirmRetention(m_account.id, this, done); }));
        const auto messages = serverMessages();
        QCOMPARE(
            std::count_if(messages.begin(), messages.end(),
                          [](const ServerMessage &message) { return !message.deletionReason.isEmpty(); }),
            30);
        QCOMPARE(check().deleted, 30);
        QCOMPARE(mailbox.messages().size(), size_t(10));

        const auto log =
            answerOf<std::vector<DeletionLogEntry>>([&](auto done) { m_session->deletions({}, this, done); });
        QCOMPARE(log->size(), size_t(30));
        QVERIFY(log->front().confirmed);
        QCOMPARE(log->front().reason, QStringLiteral("beyond the newest 10"));
    }

    void aSmallChangeIsConfirmedByTheCheck()
    {
        PopMailbox mailbox(mails(20));
        ScriptedPopServer server(mailbox.script());
        startWithAccount(server.port());
        check();
        Account changed = m_account;
        changed.retention.newest = 18;
        QVERIFY(!forecast(changed.retention).needsConfirmation);
        save(changed);
        QCOMPARE(check().deleted, 2);
        QTRY_COMPARE(m_session->accounts().front().confirmedRetention, changed.retention);
    }

    void theUsersWordIsHeeded()
    {
        PopMailbox mailbox(mails(10));
        ScriptedPopServer server(mailbox.script());
        startWithAccount(server.port());
        check();
        const ServerMessageKey key{m_account.id, "uidl-3", 0};
        QVERIFY(answerOf<void>(
            [&](auto done) { m_session->chooseOnServer({key}, ServerMessage::Choice::Delete, this, done); }));
        QCOMPARE(check().deleted, 1);
        QCOMPARE(mailbox.messages().size(), size_t(9));
        const auto unknown = answerOf<void>([&](auto done) {
            m_session->chooseOnServer({{m_account.id, "nothing", 0}}, ServerMessage::Choice::Keep, this,
                                      done);
        });
        QCOMPARE(unknown.error().code, ErrorCode::NotFound);
    }

    void aMessageIsSavedFromTheServer()
    {
        PopMailbox mailbox(mails(3));
        ScriptedPopServer server(mailbox.script());
        startWithAccount(server.port());
        check();
        const QString path = QDir(m_profile->path()).filePath(QStringLiteral("saved.eml"));
        const auto length = answerOf<qint64>([&](auto done) {
            m_session->saveFromServer({m_account.id, "uidl-2", 0}, path, this, done);
        });
        QVERIFY(length);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), mails(3)[1].bytes);
        const auto missing = answerOf<qint64>([&](auto done) {
            m_session->saveFromServer({m_account.id, "uidl-9", 0}, path, this, done);
        });
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
    }

    void whatIsRemovedForGoodIsNotFetchedAgain()
    {
        PopMailbox mailbox(mails(3));
        ScriptedPopServer server(mailbox.script());
        startWithAccount(server.port());
        check();
        const MessageId message = serverMessages().front().message;
        QSignalSpy removed(m_session.get(), &MailSession::messagesRemoved);
        QVERIFY(answerOf<void>([&](auto done) { m_session->removeForGood({message}, this, done); }));
        QCOMPARE(removed.count(), 1);
        QCOMPARE(check().fetched, 0);
        RetentionPolicy policy;
        policy.whenRemoved = true;
        QCOMPARE(forecast(policy).deletions.front().deletionReason, QStringLiteral("removed here"));
    }

    void aBusyMailboxIsLeftAloneAlsoAfterARestart()
    {
        PopMailbox mailbox(mails(1));
        std::atomic<bool> isBusy = true;
        mailbox.interfere = [&](ScriptedPopServer::Peer &peer, const QByteArray &command) {
            if (!isBusy || !(command.startsWith("PASS") || command.startsWith("AUTH")))
                return false;
            peer.send("-ERR [IN-USE] another session\r\n");
            return true;
        };
        ScriptedPopServer server(mailbox.script());
        startWithAccount(server.port());
        const FetchReport first = check(MailSession::Occasion::Timer);
        QCOMPARE(first.error->code, ErrorCode::MailboxBusy);
        QVERIFY(first.passing);
        const qint64 wait = m_session->pauseOf(m_account.id).notBefore - m_clock.now();
        QVERIFY(wait >= 54 && wait <= 66);

        start();
        QCOMPARE(m_session->pauseOf(m_account.id).notBefore - m_clock.now(), wait);
        const int connections = server.connections();
        m_session->check(m_account.id, MailSession::Occasion::Timer);
        QVERIFY(!m_session->isChecking(m_account.id));
        QCOMPARE(server.connections(), connections);
        QVERIFY(!check().passing); // who asks is told, and may try
        isBusy = false;
        m_clock.advance(200);
        QCOMPARE(check(MailSession::Occasion::Timer).fetched, 1);
        QCOMPARE(m_session->pauseOf(m_account.id), CheckPause());
    }

    void aWrongPasswordStopsTheTimerUntilTheUserActs()
    {
        PopMailbox mailbox(mails(1));
        mailbox.password = "changed";
        ScriptedPopServer server(mailbox.script());
        startWithAccount(server.port());
        QCOMPARE(check(MailSession::Occasion::Timer).error->code, ErrorCode::AuthRejected);
        QVERIFY(m_session->pauseOf(m_account.id).stopped == ErrorCode::AuthRejected);
        start();
        m_clock.advanceDays(3);
        m_session->check(m_account.id, MailSession::Occasion::Timer);
        QVERIFY(!m_session->isChecking(m_account.id));
        m_session->usePassword(m_account.id, QStringLiteral("changed"));
        QCOMPARE(check(MailSession::Occasion::Timer).fetched, 1);
    }

    void hungServersKeepNobodyWaiting()
    {
        ScriptedPopServer hanging([](ScriptedPopServer::Peer &peer) { peer.stall(); });
        PopMailbox mailbox(mails(1));
        ScriptedPopServer server(mailbox.script());
        startWithAccount(server.port());
        const AccountId working = m_account.id;
        Account hung = m_account;
        for (int number = 0; number < 5; ++number) { // more than may be signed in at once
            hung.id = 0;
            hung.name = QString::number(number);
            hung.server.port = hanging.port();
            save(hung, QStringLiteral("secret"));
            m_session->check(m_account.id);
        }
        QSignalSpy finished(m_session.get(), &MailSession::checkFinished);
        m_session->check(working);
        QVERIFY(finished.wait(20000));
        QCOMPARE(finished.first().first().value<FetchReport>().fetched, 1);
    }
};

QTEST_GUILESS_MAIN(MailSessionServerTest)
#include "MailSessionServerTest.moc"
