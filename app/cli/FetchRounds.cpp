// SPDX-License-Identifier: GPL-3.0-or-later
#include "FetchRounds.h"

#include "InterruptWatch.h"
#include "MessageText.h"
#include "Terminal.h"
#include "Words.h"

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
    for (const AccountId account : accounts) {
        FetchReport report;
        report.account = account;
        m_running.insert(account);
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
    if (!m_running.remove(report.account))
        return;
    for (FetchReport &place : m_reports) {
        if (place.account == report.account)
            place = report;
    }
    if (!m_running.isEmpty())
        return;
    if (m_isProgressShown)
        terminal::showProgress({});
    Q_EMIT finished();
}
