// SPDX-License-Identifier: GPL-3.0-or-later
#include "FetchPool.h"

#include <algorithm>

FetchPool::FetchPool(const FetchTools &tools) : m_tools(tools), m_gate(signedInAtOnce) {}

FetchPool::~FetchPool()
{
    m_waiting.clear();
    for (const auto &thread : m_running) {
        thread->disconnect(this);
        thread->cancel();
    }
}

bool FetchPool::isRunning(AccountId account) const
{
    return std::any_of(m_running.begin(), m_running.end(),
                       [=](const auto &thread) { return thread->account() == account; }) ||
           std::any_of(m_waiting.begin(), m_waiting.end(),
                       [=](const Waiting &waiting) { return waiting.job.account.id == account; });
}

void FetchPool::start(FetchJob job)
{
    if (isRunning(job.account.id))
        return;
    const AccountId account = job.account.id;
    m_waiting.push_back({std::move(job), false});
    Q_EMIT started(account);
    startNext();
}

void FetchPool::cancel(AccountId account)
{
    for (const auto &thread : m_running)
        if (thread->account() == account)
            thread->cancel();
    const auto at = std::find_if(m_waiting.begin(), m_waiting.end(),
                                 [=](const Waiting &waiting) { return waiting.job.account.id == account; });
    if (at == m_waiting.end())
        return;
    FetchReport report;
    report.account = account;
    report.accountName = at->job.account.name;
    report.finishedAt = m_tools.clock.now();
    report.error = Error{ErrorCode::Cancelled, {}, {}, {}, {}};
    m_waiting.erase(at);
    Q_EMIT reported(report);
}

// Who was turned away once comes back when it can sign in at once.
bool FetchPool::mayStart(const Waiting &next) const
{
    return static_cast<int>(m_running.size()) < (next.wasTurnedAway ? signedInAtOnce : connectedAtOnce);
}

void FetchPool::startNext()
{
    while (!m_waiting.empty() && mayStart(m_waiting.front())) {
        auto thread = std::make_unique<FetchThread>(std::move(m_waiting.front().job), m_tools, m_gate);
        m_waiting.pop_front();
        FetchThread *const raw = thread.get();
        connect(raw, &FetchThread::progressed, this, &FetchPool::progressed);
        connect(raw, &FetchThread::reported, this,
                [this, raw](const FetchReport &report) { finish(raw, report); });
        m_running.push_back(std::move(thread));
        raw->start();
    }
}

void FetchPool::finish(FetchThread *thread, const FetchReport &report)
{
    const bool comesBack = thread->wasTurnedAway();
    if (comesBack) {
        thread->wait();
        m_waiting.push_front({thread->takeJob(), true});
    }
    // The thread has said its last word and ends on its own; waiting for it takes no time.
    std::erase_if(m_running, [=](const auto &running) { return running.get() == thread; });
    if (!comesBack)
        Q_EMIT reported(report);
    startNext();
}
