// SPDX-License-Identifier: GPL-3.0-or-later
#include "CheckTimer.h"

CheckTimer::CheckTimer(MailSession &session, const Clock &clock, QObject *parent)
    : QObject(parent), m_session(session), m_clock(clock)
{
    m_timer.setInterval(20 * 1000);
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &CheckTimer::tick);
    connect(&m_session, &MailSession::checkStarted, this,
            [this](AccountId account) { m_last.insert(account, m_clock.now()); });
}

void CheckTimer::start()
{
    // What is only checked on request is left alone at the start, too.
    tick();
    m_timer.start();
}

std::vector<AccountId> CheckTimer::due(const std::vector<Account> &accounts,
                                       const QHash<AccountId, qint64> &last, qint64 now,
                                       const QHash<AccountId, CheckPause> &pauses)
{
    std::vector<AccountId> result;
    for (const Account &account : accounts) {
        const CheckPause pause = pauses.value(account.id);
        if (!account.enabled || pause.stopped || pause.notBefore > now)
            continue;
        if (account.schedule.minutes <= 0) {
            if (pause.moreWaiting)
                result.push_back(account.id);
            continue;
        }
        const auto at = last.constFind(account.id);
        const bool isTime = at == last.cend() || now - *at >= qint64(account.schedule.minutes) * 60;
        if (isTime || pause.isRetry || pause.moreWaiting)
            result.push_back(account.id);
    }
    return result;
}

void CheckTimer::tick()
{
    const qint64 now = m_clock.now();
    for (qint64 &last : m_last)
        last = qMin(last, now);
    QHash<AccountId, CheckPause> pauses;
    for (const Account &account : m_session.accounts())
        pauses.insert(account.id, m_session.pauseOf(account.id));
    for (const AccountId account : due(m_session.accounts(), m_last, now, pauses)) {
        // Also where a check runs or waits its turn already: the next one comes a full interval later.
        m_last.insert(account, now);
        m_session.check(account, MailSession::Occasion::Timer);
    }
}
