// SPDX-License-Identifier: GPL-3.0-or-later
//
// CheckTimer starts the check of each account when its CheckSchedule::minutes have passed since the last one,
// whoever started that. GUI thread. A computer that slept catches up with one check, not with many.
#pragma once

#include "Clock.h"
#include "MailSession.h"

#include <QHash>
#include <QObject>
#include <QTimer>

class CheckTimer : public QObject
{
    Q_OBJECT
public:
    // Both must outlive the timer.
    CheckTimer(MailSession &session, const Clock &clock, QObject *parent = nullptr);

    // Checks at once, and from now on by the clock, what is not to be checked only when asked.
    void start();

    // The enabled accounts whose time has come at `now`, by the times of their last checks; one that was
    // never checked is due. A check that failed is repeated when its pause is over, and mail that a server
    // gives in portions is asked for when it allows, whatever the interval.
    static std::vector<AccountId> due(const std::vector<Account> &accounts,
                                      const QHash<AccountId, qint64> &last, qint64 now,
                                      const QHash<AccountId, CheckPause> &pauses = {});

private:
    void tick();

    MailSession &m_session;
    const Clock &m_clock;
    QTimer m_timer;
    QHash<AccountId, qint64> m_last; // seconds since 1970 UTC
};
