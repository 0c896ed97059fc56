// SPDX-License-Identifier: GPL-3.0-or-later
//
// CheckedSession runs a MailSession, with its real threads, as straight-line code: each call runs the event
// loop until the session has answered. Lives in the test's thread.
#pragma once

#include "MailSession.h"
#include "MemorySecrets.h"

#include <QEventLoop>
#include <QTimer>

#include <chrono>

class CheckedSession
{
public:
    CheckedSession(const QString &profileDirectory, const Clock &clock);

    MailSession &session() { return m_session; }
    MemorySecrets &secrets() { return m_secrets; }

    Result<void> open();
    // An account called after its user.
    Result<Account> add(const ServerSettings &server, const QString &password,
                        const RetentionPolicy &retention = {});
    Result<void> change(const Account &account);
    // Runs a check to its end. A check that lasts longer than ten minutes is reported as a Timeout.
    FetchReport check(AccountId account);

    // Runs the event loop until `isDone`, at most for `limit`; says whether it came to that.
    static bool waitFor(const std::function<bool()> &isDone,
                        std::chrono::milliseconds limit = std::chrono::minutes(10));

private:
    template <class T, class Start> Result<T> answer(Start start);

    MemorySecrets m_secrets;
    MailSession m_session;
};

template <class T, class Start> Result<T> CheckedSession::answer(Start start)
{
    std::optional<Result<T>> result;
    start([&result](Result<T> given) { result.emplace(std::move(given)); });
    if (!waitFor([&result] { return result.has_value(); }))
        return failure(ErrorCode::Timeout, QStringLiteral("the session did not answer"));
    return std::move(*result);
}
