// SPDX-License-Identifier: GPL-3.0-or-later
#include "CheckedSession.h"

CheckedSession::CheckedSession(const QString &profileDirectory, const Clock &clock)
    : m_session(profileDirectory, m_secrets, clock)
{
}

Result<void> CheckedSession::open()
{
    return answer<void>([this](auto done) { m_session.open(&m_session, std::move(done)); });
}

Result<Account> CheckedSession::add(const ServerSettings &server, const QString &password,
                                    const RetentionPolicy &retention)
{
    Account account;
    account.name = server.user;
    account.email = server.user + QStringLiteral("@example.net");
    account.server = server;
    account.retention = retention;
    account.schedule.minutes = 0;
    return answer<Account>(
        [&](auto done) { m_session.saveAccount(account, password, &m_session, std::move(done)); });
}

Result<void> CheckedSession::change(const Account &account)
{
    CHECK(answer<Account>(
        [&](auto done) { m_session.saveAccount(account, std::nullopt, &m_session, std::move(done)); }));
    return {};
}

FetchReport CheckedSession::check(AccountId account)
{
    std::optional<FetchReport> report;
    const auto connection = QObject::connect(&m_session, &MailSession::checkFinished, &m_session,
                                             [&](const FetchReport &finished) {
                                                 if (finished.account == account)
                                                     report = finished;
                                             });
    m_session.check(account);
    if (!waitFor([&report] { return report.has_value(); })) {
        report.emplace();
        report->error = Error{ErrorCode::Timeout, QStringLiteral("the check did not end"), {}, {}, {}};
    }
    QObject::disconnect(connection);
    return *report;
}

bool CheckedSession::waitFor(const std::function<bool()> &isDone, std::chrono::milliseconds limit)
{
    QEventLoop loop;
    bool expired = false;
    QTimer deadline;
    deadline.setSingleShot(true);
    QObject::connect(&deadline, &QTimer::timeout, &loop, [&expired] { expired = true; });
    deadline.start(limit);
    while (!isDone() && !expired)
        loop.processEvents(QEventLoop::WaitForMoreEvents);
    return isDone();
}
