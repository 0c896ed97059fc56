// SPDX-License-Identifier: GPL-3.0-or-later
#include "CheckTimer.h"

#include "QuietHours.h"

#include <QDateTime>

#include <algorithm>

namespace
{
// Whether it may be checked by itself at all.
bool mayCheck(const Account &account, const CheckPause &pause, qint64 now)
{
    const QTime time = QDateTime::fromSecsSinceEpoch(now).time();
    return account.enabled && !pause.stopped && pause.notBefore <= now &&
           !isQuiet(account.schedule, time.hour() * 60 + time.minute());
}
} // namespace

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
    const qint64 now = m_clock.now();
    const std::vector<AccountId> first = dueAtStart(m_session.accounts(), now, pauses());
    for (const Account &account : m_session.accounts()) {
        if (std::find(first.begin(), first.end(), account.id) != first.end())
            check(account.id, now);
        else if (!account.schedule.atStart)
            m_last.insert(account.id, now); // its first check comes when its minutes have passed
    }
    tick();
    m_timer.start();
}

std::vector<AccountId> CheckTimer::dueAtStart(const std::vector<Account> &accounts, qint64 now,
                                              const QHash<AccountId, CheckPause> &pauses)
{
    std::vector<AccountId> result;
    for (const Account &account : accounts)
        if (account.schedule.atStart && mayCheck(account, pauses.value(account.id), now))
            result.push_back(account.id);
    return result;
}

std::vector<AccountId> CheckTimer::due(const std::vector<Account> &accounts,
                                       const QHash<AccountId, qint64> &last, qint64 now,
                                       const QHash<AccountId, CheckPause> &pauses)
{
    std::vector<AccountId> result;
    for (const Account &account : accounts) {
        const CheckPause pause = pauses.value(account.id);
        if (!mayCheck(account, pause, now))
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
    for (const AccountId account : due(m_session.accounts(), m_last, now, pauses()))
        check(account, now);
}

// Also where a check runs or waits its turn already: the next one comes a full interval later.
void CheckTimer::check(AccountId account, qint64 now)
{
    m_last.insert(account, now);
    m_session.check(account, MailSession::Occasion::Timer);
}

QHash<AccountId, CheckPause> CheckTimer::pauses() const
{
    QHash<AccountId, CheckPause> pauses;
    for (const Account &account : m_session.accounts())
        pauses.insert(account.id, m_session.pauseOf(account.id));
    return pauses;
}
