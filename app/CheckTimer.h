// SPDX-License-Identifier: GPL-3.0-or-later
//
// CheckTimer starts the check of each account by its CheckSchedule: at the start of the program, and when its
// minutes have passed since the last check, whoever started that; but not in its quiet hours, which go by the
// local time. GUI thread. A computer that slept catches up with one check, not with many.
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

    // Checks at once what is to be checked at the start, and from now on all by the clock.
    void start();

    // The enabled accounts that are checked when the program starts, at `now`.
    static std::vector<AccountId> dueAtStart(const std::vector<Account> &accounts, qint64 now,
                                             const QHash<AccountId, CheckPause> &pauses = {});

    // The enabled accounts whose time has come at `now`, by the times of their last checks; one that was
    // never checked is due. A check that failed is repeated when its pause is over, and mail that a server
    // gives in portions is asked for when it allows, whatever the interval.
    static std::vector<AccountId> due(const std::vector<Account> &accounts,
                                      const QHash<AccountId, qint64> &last, qint64 now,
                                      const QHash<AccountId, CheckPause> &pauses = {});

private:
    void tick();
    void check(AccountId account, qint64 now);
    QHash<AccountId, CheckPause> pauses() const;

    MailSession &m_session;
    const Clock &m_clock;
    QTimer m_timer;
    QHash<AccountId, qint64> m_last; // seconds since 1970 UTC
};
