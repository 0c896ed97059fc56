// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerNotice.h"

#include "ForecastDialog.h"
#include "MailSession.h"

#include <algorithm>

ServerNotice::ServerNotice(MailSession &session, QWidget *parent) : MessageBar(parent), m_session(session)
{
    connect(&session, &MailSession::checkFinished, this, &ServerNotice::take);
    connect(&session, &MailSession::accountsChanged, this, &ServerNotice::showNext);
    connect(this, &MessageBar::buttonClicked, this, &ServerNotice::pressed);
    connect(this, &MessageBar::closed, this, [this] { settle(m_shown); });
}

void ServerNotice::take(const FetchReport &report)
{
    // A check that did not come so far knows nothing new.
    if (report.error && report.heldBack == 0 && report.notFetched.empty())
        return;
    Trouble trouble;
    trouble.heldBack = report.heldBack;
    for (const FetchReport::Message &message : report.notFetched)
        trouble.notFetched.insert(message.uidl);
    const auto closed = m_closed.find(report.account);
    const bool known = closed != m_closed.end() && closed->second == trouble;
    if (trouble == Trouble() || known)
        m_waiting.erase(report.account);
    else
        m_waiting.insert_or_assign(report.account, trouble);
    showNext();
}

void ServerNotice::showNext()
{
    const auto &accounts = m_session.accounts();
    const auto accountOf = [&accounts](AccountId id) {
        return std::find_if(accounts.begin(), accounts.end(),
                            [id](const Account &one) { return one.id == id; });
    };
    std::erase_if(m_waiting, [&](const auto &one) { return accountOf(one.first) == accounts.end(); });
    if (m_waiting.empty()) {
        m_shown = 0;
        hide();
        return;
    }
    // What waits for an answer comes first.
    const auto urgent = std::find_if(m_waiting.begin(), m_waiting.end(),
                                     [](const auto &one) { return one.second.heldBack > 0; });
    const auto &[id, trouble] = urgent != m_waiting.end() ? *urgent : *m_waiting.begin();
    m_shown = id;
    const QString name = accountOf(id)->name;
    if (trouble.heldBack > 0)
        show(Kind::Warning, QStringLiteral("server"),
             tr("%1: your changed rules would delete %n message(s) on the server. Nothing is deleted until "
                "you "
                "have decided.",
                nullptr, trouble.heldBack)
                 .arg(name),
             {tr("Show…"), tr("Delete them"), tr("Keep them")});
    else
        show(Kind::Warning, QStringLiteral("triangle-alert"),
             tr("%1: %n message(s) could not be fetched.", nullptr, int(trouble.notFetched.size())).arg(name),
             {tr("Show…")});
}

void ServerNotice::pressed(int button)
{
    const auto waiting = m_waiting.find(m_shown);
    if (waiting == m_waiting.end())
        return;
    if (waiting->second.heldBack == 0) {
        const AccountId account = m_shown;
        settle(account);
        Q_EMIT notFetchedRequested(account);
    } else if (button == 0) {
        withForecast(&ServerNotice::showForecast);
    } else if (button == 1) {
        deleteThem();
    } else {
        withForecast(&ServerNotice::keepThem);
    }
}

void ServerNotice::withForecast(void (ServerNotice::*then)(AccountId, const RetentionForecast &))
{
    const auto &accounts = m_session.accounts();
    const auto account = std::find_if(accounts.begin(), accounts.end(),
                                      [this](const Account &one) { return one.id == m_shown; });
    if (account == accounts.end())
        return;
    m_session.forecast(account->id, account->retention, this,
                       [this, id = account->id, then](Result<RetentionForecast> result) {
                           if (result)
                               (this->*then)(id, *result);
                           else
                               Q_EMIT failed(result.error());
                       });
}

void ServerNotice::showForecast(AccountId, const RetentionForecast &forecast)
{
    (new ForecastDialog(forecast, window()))->open();
}

// The rules stay as they are for other mail; these messages are held.
void ServerNotice::keepThem(AccountId account, const RetentionForecast &forecast)
{
    std::vector<ServerMessageKey> keys;
    for (const ServerMessage &message : forecast.deletions) {
        if (message.choice == ServerMessage::Choice::ByRule)
            keys.push_back(message.key);
    }
    m_session.chooseOnServer(keys, ServerMessage::Choice::Keep, this, [this, account](Result<void> result) {
        if (result)
            settle(account);
        else
            Q_EMIT failed(result.error());
    });
}

void ServerNotice::deleteThem()
{
    const AccountId account = m_shown;
    m_session.confirmRetention(account, this, [this, account](Result<void> result) {
        if (!result) {
            Q_EMIT failed(result.error());
            return;
        }
        settle(account);
        m_session.check(account);
    });
}

void ServerNotice::settle(AccountId account)
{
    if (const auto waiting = m_waiting.find(account); waiting != m_waiting.end()) {
        m_closed.insert_or_assign(account, waiting->second);
        m_waiting.erase(waiting);
    }
    showNext();
}
