// SPDX-License-Identifier: GPL-3.0-or-later
//
// SessionFixture is a MailSession with a profile of its own, a clock turned by hand and one account for a
// scripted server. Its functions wait for the session's answers. Lives in the test's thread.
#pragma once

#include "AnswerOf.h"
#include "FakeClock.h"
#include "MailSession.h"
#include "MemorySecrets.h"
#include "PopMailbox.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

class SessionFixture
{
public:
    static constexpr int patience = 60'000; // milliseconds; only a failing test waits so long

    // Numbered from 1: unique-ids "uidl-1", and a body of at least so many octets.
    static PopMailbox::Message mail(int number, int octets = 0)
    {
        const QByteArray name = QByteArray::number(number);
        QByteArray bytes = "From: Anna <anna@example.org>\r\nSubject: number " + name + "\r\nMessage-ID: <" +
                           name + "@example.org>\r\n\r\nHello\r\n";
        for (int line = 0; bytes.size() < octets; ++line)
            bytes += "Line " + QByteArray::number(line) + " of message " + name + ".\r\n";
        return {"uidl-" + name, bytes};
    }

    static std::vector<PopMailbox::Message> mails(int count)
    {
        std::vector<PopMailbox::Message> messages;
        for (int number = 1; number <= count; ++number)
            messages.push_back(mail(number));
        return messages;
    }

    // Also anew, as after a restart of the program.
    void start()
    {
        session.reset();
        session = std::make_unique<MailSession>(profile.path(), secrets, clock);
        if (!answerOf<void>([&](auto done) { session->open(&context, done); }))
            qFatal("the profile does not open");
    }

    static Account accountFor(quint16 port, const QString &name = QStringLiteral("Test"))
    {
        Account account;
        account.name = name;
        account.server.host = QStringLiteral("127.0.0.1");
        account.server.port = port;
        account.server.security = ServerSecurity::None;
        account.server.user = QStringLiteral("user");
        return account;
    }

    void startFor(quint16 port)
    {
        start();
        save(accountFor(port), QStringLiteral("secret"));
    }

    // What was saved is `account` from then on.
    void save(const Account &changed, const std::optional<QString> &password = {})
    {
        auto saved =
            answerOf<Account>([&](auto done) { session->saveAccount(changed, password, &context, done); });
        if (!saved)
            qFatal("the account is not saved: %s", qPrintable(saved.error().detail));
        account = *saved;
    }

    FetchReport check(MailSession::Occasion occasion = MailSession::Occasion::Asked)
    {
        return checkAfter([&] { session->check(account.id, occasion); });
    }

    // The report of the check that `act` brings about.
    template <class Act> FetchReport checkAfter(Act act)
    {
        QSignalSpy finished(session.get(), &MailSession::checkFinished);
        act();
        if (finished.isEmpty() && !finished.wait(patience))
            qFatal("the check does not end");
        return finished.first().first().value<FetchReport>();
    }

    // Whether the timer's check would be one.
    bool timerMayCheck()
    {
        const CheckPause pause = session->pauseOf(account.id);
        return !pause.stopped && pause.notBefore <= clock.now();
    }

    ServerMessageKey key(const QByteArray &uidl, int occurrence = 0) const
    {
        return {account.id, uidl, occurrence};
    }

    std::vector<ServerMessage> serverMessages()
    {
        return *answerOf<std::vector<ServerMessage>>(
            [&](auto done) { session->serverMessages(account.id, &context, done); });
    }

    ServerMessage serverMessage(const QByteArray &uidl, int occurrence = 0)
    {
        for (const ServerMessage &message : serverMessages())
            if (message.key == key(uidl, occurrence))
                return message;
        return {};
    }

    MessageSummary summary(MessageId message)
    {
        const auto found = answerOf<std::vector<MessageSummary>>(
            [&](auto done) { session->summaries({message}, &context, done); });
        return found && !found->empty() ? found->front() : MessageSummary();
    }

    QByteArray raw(MessageId message)
    {
        return answerOf<QByteArray>([&](auto done) { session->raw(message, &context, done); })
            .value_or(QByteArray());
    }

    RetentionForecast forecast(const RetentionPolicy &policy)
    {
        return *answerOf<RetentionForecast>(
            [&](auto done) { session->forecast(account.id, policy, &context, done); });
    }

    std::vector<DeletionLogEntry> deletions(const DeletionQuery &query = {})
    {
        return *answerOf<std::vector<DeletionLogEntry>>(
            [&](auto done) { session->deletions(query, &context, done); });
    }

    Result<void> choose(const std::vector<ServerMessageKey> &messages, ServerMessage::Choice choice)
    {
        return answerOf<void>([&](auto done) { session->chooseOnServer(messages, choice, &context, done); });
    }

    QString path(const QString &name) const { return QDir(profile.path()).filePath(name); }

    QByteArray file(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir profile;
    MemorySecrets secrets;
    FakeClock clock;
    QObject context;
    Account account;
    std::unique_ptr<MailSession> session;
};
