// SPDX-License-Identifier: GPL-3.0-or-later
#include "FetchPool.h"

#include <algorithm>

namespace
{
constexpr size_t atOnce = 4;
}

FetchPool::FetchPool(StoreThread &storeThread, std::function<void(std::vector<MessageSummary>)> stored,
                     SecretStore &secrets, const Clock &clock)
    : m_storeThread(storeThread), m_stored(std::move(stored)), m_secrets(secrets), m_clock(clock)
{
}

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
                       [=](const FetchJob &job) { return job.account.id == account; });
}

void FetchPool::start(FetchJob job)
{
    if (isRunning(job.account.id))
        return;
    const AccountId account = job.account.id;
    m_waiting.push_back(std::move(job));
    Q_EMIT started(account);
    startNext();
}

void FetchPool::cancel(AccountId account)
{
    for (const auto &thread : m_running)
        if (thread->account() == account)
            thread->cancel();
    const auto at = std::find_if(m_waiting.begin(), m_waiting.end(),
                                 [=](const FetchJob &job) { return job.account.id == account; });
    if (at == m_waiting.end())
        return;
    FetchReport report;
    report.account = account;
    report.accountName = at->account.name;
    report.finishedAt = m_clock.now();
    report.error = Error{ErrorCode::Cancelled, {}, {}, {}, {}};
    m_waiting.erase(at);
    Q_EMIT reported(report);
}

void FetchPool::startNext()
{
    while (m_running.size() < atOnce && !m_waiting.empty()) {
        auto thread = std::make_unique<FetchThread>(std::move(m_waiting.front()), m_storeThread, m_stored,
                                                    m_secrets, m_clock, nullptr);
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
    // The thread has said its last word and ends on its own; waiting for it takes no time.
    std::erase_if(m_running, [=](const auto &running) { return running.get() == thread; });
    Q_EMIT reported(report);
    startNext();
}
