// SPDX-License-Identifier: GPL-3.0-or-later
//
// OpenSession is a MailSession that has been opened over a profile of its own, with passwords in memory, for
// tests of what stands on a session. Main thread.
#pragma once

#include "Clock.h"
#include "MailSession.h"
#include "MemorySecrets.h"

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
    MailSession session{directory.filePath(QStringLiteral("profile")), secrets, clock};
};
