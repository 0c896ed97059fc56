// SPDX-License-Identifier: GPL-3.0-or-later
//
// OpenSession is a MailSession that has been opened over a profile of its own, with passwords in memory, for
// tests of what stands on a session. Main thread.
#pragma once

#include "Clock.h"
#include "MailSession.h"
#include "MemorySecrets.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

struct OpenSession {
    OpenSession()
    {
        bool done = false;
        session.open(&session, [&done](const Result<void> &result) { done = result.has_value(); });
        if (!QTest::qWaitFor([&done] { return done; }, patience))
            qFatal("The session did not open.");
    }

    // An account on a server of this computer, without encryption; saved, but not checked.
    Account add(quint16 port, const QString &password = QStringLiteral("secret"), Account account = {})
    {
        account.name = account.name.isEmpty() ? QStringLiteral("Work") : account.name;
        account.email = QStringLiteral("user@example.org");
        account.server.host = QStringLiteral("127.0.0.1");
        account.server.port = port;
        account.server.security = ServerSecurity::None;
        account.server.user = QStringLiteral("user");
        return save(account, password);
    }

    Account save(const Account &account, const std::optional<QString> &password = {})
    {
        std::optional<Account> saved;
        session.saveAccount(account, password, &session, [&saved](const Result<Account> &result) {
            saved = result ? *result : Account();
        });
        if (!QTest::qWaitFor([&saved] { return saved.has_value(); }, patience))
            qFatal("The account was not saved.");
        return *saved;
    }

    // A message from a file of its own.
    MessageId add(const QByteArray &message)
    {
        const QString path = directory.filePath(QStringLiteral("added-%1.eml").arg(++added));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(message) != message.size())
            qFatal("There is no room for a message.");
        file.close();
        MessageId id = 0;
        const auto connection = QObject::connect(
            &session, &MailSession::messagesAdded, &session,
            [&id](const std::vector<MessageSummary> &messages) { id = messages.front().id; });
        session.importFiles({path}, &session, [](const Result<int> &) {});
        if (!QTest::qWaitFor([&id] { return id != 0; }, patience))
            qFatal("The message was not imported.");
        QObject::disconnect(connection);
        return id;
    }

    FetchReport check(AccountId account)
    {
        std::optional<FetchReport> report;
        const auto connection = QObject::connect(&session, &MailSession::checkFinished, &session,
                                                 [&report, account](const FetchReport &finished) {
                                                     if (finished.account == account)
                                                         report = finished;
                                                 });
        session.check(account);
        if (!QTest::qWaitFor([&report] { return report.has_value(); }, patience))
            qFatal("The check did not end.");
        QObject::disconnect(connection);
        return *report;
    }

    static constexpr int patience = 30'000; // ms

    QTemporaryDir directory;
    MemorySecrets secrets;
    SystemClock clock;
    int added = 0; // messages
    MailSession session{directory.filePath(QStringLiteral("profile")), secrets, clock};
};
