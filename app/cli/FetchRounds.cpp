// SPDX-License-Identifier: GPL-3.0-or-later
#include "FetchRounds.h"

#include "InterruptWatch.h"
#include "MessageText.h"
#include "Terminal.h"
#include "Words.h"

#include <algorithm>

FetchRounds::FetchRounds(MailSession &session, bool quiet, QObject *parent)
    : QObject(parent), m_session(session), m_isProgressShown(terminal::isProgressWanted(quiet))
{
}

void FetchRounds::start(const std::vector<AccountId> &accounts)
{
    connect(&m_session, &MailSession::checkProgressed, this, &FetchRounds::showProgress);
    connect(&m_session, &MailSession::checkFinished, this, &FetchRounds::takeReport);
    auto *const watch = new InterruptWatch(this);
    connect(watch, &InterruptWatch::interrupted, this, [this] {
        for (const FetchReport &report : m_reports)
            m_session.cancelCheck(report.account);
    });
    m_running = accounts.size();
    for (const AccountId account : accounts) {
        FetchReport report;
        report.account = account;
        m_reports.push_back(report);
    }
    for (const AccountId account : accounts)
        m_session.check(account);
}

void FetchRounds::showProgress(const FetchProgress &progress)
{
    if (m_isProgressShown)
        terminal::showProgress(
            messageText::progress(progress, words::account(progress.account, m_session.accounts())));
}

void FetchRounds::takeReport(const FetchReport &report)
{
    const auto place = std::find_if(m_reports.begin(), m_reports.end(), [&](const FetchReport &other) {
        return other.account == report.account;
    });
    if (place == m_reports.end() || place->finishedAt != 0)
        return;
    *place = report;
    if (--m_running > 0)
        return;
    if (m_isProgressShown)
        terminal::showProgress({});
    Q_EMIT finished();
}
