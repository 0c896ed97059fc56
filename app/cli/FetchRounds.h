// SPDX-License-Identifier: GPL-3.0-or-later
//
// FetchRounds checks accounts, shows the progress on standard error, stops all of them on SIGINT or SIGTERM,
// and has the reports when all have ended. Main thread.
#pragma once

#include "MailSession.h"

#include <QObject>
#include <QSet>

#include <vector>

class FetchRounds : public QObject
{
    Q_OBJECT
public:
    // `session` must be open and outlive the checks.
    FetchRounds(MailSession &session, bool quiet, QObject *parent);

    // `accounts` without repetition, not empty.
    void start(const std::vector<AccountId> &accounts);
    // In the order in which the accounts were given.
    const std::vector<FetchReport> &reports() const { return m_reports; }

Q_SIGNALS:
    void finished();

private:
    void showProgress(const FetchProgress &progress);
    void takeReport(const FetchReport &report);

    MailSession &m_session;
    bool m_isProgressShown;
    std::vector<FetchReport> m_reports;
    QSet<AccountId> m_running;
};
