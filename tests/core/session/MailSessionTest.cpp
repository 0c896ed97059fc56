// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailSession.h"
#include "AnswerOf.h"
#include "FakeClock.h"
#include "MemorySecrets.h"
#include "PopMailbox.h"
#include "StoreUpkeep.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

class MailSessionTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_profile;
    std::unique_ptr<MemorySecrets> m_secrets;
    FakeClock m_clock;
    std::unique_ptr<MailSession> m_session;

    static PopMailbox::Message mail(int number)
    {
        const QByteArray name = QByteArray::number(number);
        return {"uidl-" + name,
                "From: Anna <anna@example.org>\r\nSubject: number " + name +
                    "\r\nDate: Thu, 1 Jan 2026 00:00:0" + QByteArray::number(number % 10) +
                    " +0000\r\nMessage-ID: <" + name +
                    "@example.org>\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
                    "--x\r\n\r\nHello number " +
                    name +
                    "\r\n--x\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nattached\r\n"
                    "--x--\r\n"};
    }

    Result<void> start()
    {
        m_session = std::make_unique<MailSession>(m_profile->path(), *m_secrets, m_clock);
        return answerOf<void>([&](auto done) { m_session->open(this, done); });
    }

    Result<Account> addAccount(quint16 port, const QString &name = QStringLiteral("Test"))
    {
        Account account;
        account.name = name;
        account.email = QStringLiteral("user@example.org");
        account.server.host = QStringLiteral("127.0.0.1");
        account.server.port = port;
        account.server.security = ServerSecurity::None;
        account.server.user = QStringLiteral("user");
        return answerOf<Account>(
            [&](auto done) { m_session->saveAccount(account, QStringLiteral("secret"), this, done); });
    }

    FetchReport check(AccountId account)
    {
        QSignalSpy finished(m_session.get(), &MailSession::checkFinished);
        m_session->check(account);
        if (finished.isEmpty() && !finished.wait(20000))
            qFatal("the check does not end");
        return finished.first().first().value<FetchReport>();
    }

    std::vector<MessageSummary> inbox()
    {
        const auto rows =
            answerOf<std::vector<MessageRow>>([&](auto done) { m_session->rows({}, this, done); });
        std::vector<MessageId> ids;
        for (const MessageRow &row : *rows)
            ids.push_back(row.id);
        return *answerOf<std::vector<MessageSummary>>(
            [&](auto done) { m_session->summaries(ids, this, done); });
    }

private Q_SLOTS:
    void init()
    {
        m_profile = std::make_unique<QTemporaryDir>();
        m_secrets = std::make_unique<MemorySecrets>();
    }

    void cleanup() { m_session.reset(); }

#ifdef Q_OS_LINUX
    void aPlaceThatIsWriteProtectedIsSaidToBe()
    {
        QVERIFY(start());
        const auto save = [&](const QString &path) {
            return answerOf<void>([&](auto done) { m_session->saveRaw(1, path, this, done); });
        };
        // Where not even root makes files.
        const auto refused = save(QStringLiteral("/sys/message.eml"));
        QVERIFY(!refused && refused.error().code == ErrorCode::ReadOnly);
        const auto lost = save(m_profile->filePath(QStringLiteral("not/there/message.eml")));
        QVERIFY(!lost && lost.error().code == ErrorCode::DiskFailed);
    }
#endif

    void aNewerListEndsOlderOnes()
    {
        QVERIFY(start());
        constexpr int clicks = 50;
        qsizetype ended = 0;
        // On another processor the thread may do some rounds as quickly as they are asked for, but never all.
        for (int round = 0; round < 200 && ended == 0; ++round) {
            std::vector<Result<std::vector<MessageRow>>> answers;
            for (int i = 0; i < clicks; ++i)
                m_session->rows({}, this, [&](auto rows) { answers.push_back(std::move(rows)); });
            QTRY_COMPARE(answers.size(), size_t(clicks));
            QVERIFY(answers.back());
            for (const auto &rows : answers)
                QVERIFY(rows || rows.error().code == ErrorCode::Cancelled);
            ended += std::count_if(answers.begin(), answers.end(), [](const auto &rows) { return !rows; });
        }
        QVERIFY(ended > 0);
    }

    void mailIsFetchedListedReadAndReadAgainOffline()
    {
        PopMailbox mailbox({mail(1), mail(2), mail(3)});
        {
            ScriptedPopServer server(mailbox.script());
            QVERIFY(start());
            const auto account = addAccount(server.port());
            QVERIFY(account);
            QSignalSpy added(m_session.get(), &MailSession::messagesAdded);
            const auto report = check(account->id);
            QVERIFY(!report.error);
            QCOMPARE(report.fetched, 3);
            QVERIFY(!added.isEmpty());
        }
        m_session.reset();

        QVERIFY(start());
        const auto messages = inbox();
        QCOMPARE(messages.size(), size_t(3));
        QCOMPARE(messages[0].subject, QStringLiteral("number 3")); // newest first
        QCOMPARE(messages[0].from.name, QStringLiteral("Anna"));
        QVERIFY(messages[0].flags.testFlag(Flag::HasAttachment));
        QVERIFY(messages[0].flags.testFlag(Flag::OnServer));

        const auto body =
            answerOf<MessageBody>([&](auto done) { m_session->body(messages[0].id, {}, this, done); });
        QVERIFY(body);
        QVERIFY(body->text.contains(QLatin1String("Hello number 3")));
        QCOMPARE(body->attachments.size(), size_t(1));
        const auto raw = answerOf<QByteArray>([&](auto done) { m_session->raw(messages[0].id, this, done); });
        QCOMPARE(*raw, mail(3).bytes);

        const QString path = QDir(m_profile->path()).filePath(QStringLiteral("saved.txt"));
        QVERIFY(answerOf<void>([&](auto done) {
            m_session->saveAttachment(messages[0].id, body->attachments[0].part, path, this, done);
        }));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().startsWith("attached"));
    }

    void flagsAndFoldersAreKept()
    {
        PopMailbox mailbox({mail(1), mail(2)});
        ScriptedPopServer server(mailbox.script());
        QVERIFY(start());
        const auto account = addAccount(server.port());
        check(account->id);
        const auto messages = inbox();
        QVERIFY(answerOf<void>([&](auto done) {
            m_session->setFlags({messages[0].id}, Flag::Read | Flag::Starred, {}, this, done);
        }));
        QVERIFY(answerOf<void>(
            [&](auto done) { m_session->moveTo({messages[1].id}, FolderKind::Trash, this, done); }));
        m_session.reset();

        QVERIFY(start());
        const auto left = inbox();
        QCOMPARE(left.size(), size_t(1));
        QVERIFY(left[0].flags.testFlag(Flag::Read));
        QVERIFY(left[0].flags.testFlag(Flag::Starred));
        const auto folders =
            answerOf<std::vector<Folder>>([&](auto done) { m_session->folders(this, done); });
        for (const Folder &folder : *folders) {
            const bool hasOne = folder.kind == FolderKind::Inbox || folder.kind == FolderKind::Trash;
            QCOMPARE(folder.total, hasOne ? 1 : 0);
            QCOMPARE(folder.unread, folder.kind == FolderKind::Trash ? 1 : 0);
        }
        // What was moved away is not fetched again.
        QCOMPARE(check(account->id).fetched, 0);
    }

    void wrongPasswordCanBeReplacedForTheSession()
    {
        PopMailbox mailbox({mail(1)});
        mailbox.password = "changed";
        ScriptedPopServer server(mailbox.script());
        QVERIFY(start());
        const auto account = addAccount(server.port());
        QCOMPARE(check(account->id).error->code, ErrorCode::AuthRejected);
        m_session->usePassword(account->id, QStringLiteral("changed"));
        QCOMPARE(check(account->id).fetched, 1);
    }

    void missingPasswordIsSaid()
    {
        QVERIFY(start());
        const auto account = addAccount(1);
        Cancellation cancellation;
        QVERIFY(m_secrets->remove(account->uuid, cancellation));
        QCOMPARE(check(account->id).error->code, ErrorCode::CredentialsMissing);
    }

    void accountsAreCheckedBesideEachOther()
    {
        // The first server says nothing; the second one's mail arrives all the same.
        ScriptedPopServer hanging([](ScriptedPopServer::Peer &peer) { peer.stall(); });
        PopMailbox mailbox({mail(1)});
        ScriptedPopServer server(mailbox.script());
        QVERIFY(start());
        const auto first = addAccount(hanging.port(), QStringLiteral("first"));
        const auto second = addAccount(server.port(), QStringLiteral("second"));
        m_session->check(first->id);
        QCOMPARE(check(second->id).fetched, 1);
        QVERIFY(m_session->isChecking(first->id));

        QSignalSpy finished(m_session.get(), &MailSession::checkFinished);
        m_session->check(first->id); // runs already
        m_session->cancelCheck(first->id);
        QVERIFY(finished.count() == 1 || finished.wait(10000));
        QCOMPARE(finished.first().first().value<FetchReport>().error->code, ErrorCode::Cancelled);
        QVERIFY(!m_session->isChecking(first->id));
    }

    void sessionEndsWhileAServerHangs()
    {
        ScriptedPopServer hanging([](ScriptedPopServer::Peer &peer) { peer.stall(); });
        QVERIFY(start());
        const int connectedAtOnce = 8; // although at most four may be signed in
        for (int number = 0; number < connectedAtOnce + 2; ++number) {
            const auto account = addAccount(hanging.port(), QString::number(number));
            m_session->check(account->id);
        }
        QTRY_COMPARE_WITH_TIMEOUT(hanging.connections(), connectedAtOnce, 20000);
        m_session.reset(); // must return
        QCOMPARE(hanging.connections(), connectedAtOnce);
    }

    void serverTestTellsWhatIsThere()
    {
        PopMailbox mailbox({mail(1), mail(2)});
        ScriptedPopServer server(mailbox.script());
        QVERIFY(start());
        ServerSettings settings;
        settings.host = QStringLiteral("127.0.0.1");
        settings.port = server.port();
        settings.security = ServerSecurity::None;
        settings.user = QStringLiteral("user");
        const auto facts = answerOf<MailboxFacts>(
            [&](auto done) { m_session->testServer(settings, QStringLiteral("secret"), this, done); });
        QVERIFY(facts);
        QCOMPARE(facts->messages, 2);
        QVERIFY(facts->uidl);
        const auto wrong = answerOf<MailboxFacts>(
            [&](auto done) { m_session->testServer(settings, QStringLiteral("no"), this, done); });
        QCOMPARE(wrong.error().code, ErrorCode::AuthRejected);
        QCOMPARE(mailbox.messages().size(), size_t(2));
    }

    void loginDelayHoldsOverARestart()
    {
        PopMailbox mailbox({mail(1)});
        mailbox.capabilitiesAfter.append("LOGIN-DELAY 300");
        ScriptedPopServer server(mailbox.script());
        QVERIFY(start());
        const auto account = addAccount(server.port());
        QVERIFY(!check(account->id).error);
        m_session.reset();
        QVERIFY(start());
        m_clock.advance(299);
        QCOMPARE(check(account->id).error->code, ErrorCode::LoginTooSoon);
        QCOMPARE(server.connections(), 1);
        m_clock.advance(1);
        QVERIFY(!check(account->id).error);
    }

    void filesAreImportedOnce()
    {
        const QString path = QDir(m_profile->path()).filePath(QStringLiteral("two.mbox"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("From a\nSubject: one\n\n1\n\nFrom b\nSubject: two\n\n2\n\n");
        file.close();
        QVERIFY(start());
        for (int round = 0; round < 2; ++round) {
            const auto count = answerOf<int>([&](auto done) { m_session->importFiles({path}, this, done); });
            QVERIFY(count);
            QCOMPARE(*count, round == 0 ? 2 : 0);
        }
        QCOMPARE(inbox().size(), size_t(2));
        const auto missing = answerOf<int>(
            [&](auto done) { m_session->importFiles({QStringLiteral("/nonexistent")}, this, done); });
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
    }

    void secondSessionOnTheProfileIsRefused()
    {
        QVERIFY(start());
        MailSession second(m_profile->path(), *m_secrets, m_clock);
        const auto opened = answerOf<void>([&](auto done) { second.open(this, done); });
        QCOMPARE(opened.error().code, ErrorCode::ProfileLocked);
    }

    void verifyFindsNothingWrong()
    {
        PopMailbox mailbox({mail(1), mail(2)});
        ScriptedPopServer server(mailbox.script());
        QVERIFY(start());
        check(addAccount(server.port())->id);
        const auto report =
            answerOf<VerifyReport>([&](auto done) { m_session->upkeep().verify(this, {}, done); });
        QVERIFY(report);
        QCOMPARE(report->messages, 2);
        QVERIFY(report->damaged.empty());
        QVERIFY(report->problems.isEmpty());
    }
};

QTEST_GUILESS_MAIN(MailSessionTest)
#include "MailSessionTest.moc"
