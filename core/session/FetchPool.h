// SPDX-License-Identifier: GPL-3.0-or-later
//
// FetchPool runs the checks: one at a time for an account, at most four at once, the others wait their turn.
// GUI thread.
#pragma once

#include "FetchThread.h"

#include <deque>
#include <memory>
#include <vector>

class FetchPool final : public QObject
{
    Q_OBJECT
public:
    FetchPool(StoreThread &storeThread, std::function<void(std::vector<MessageSummary>)> stored,
              SecretStore &secrets, const Clock &clock);
    ~FetchPool() override; // cancels everything and waits

    // Nothing happens when the account is being checked or waits already.
    void start(FetchJob job);
    // Ends the account's check, or takes it out of the queue; reported() follows with Cancelled.
    void cancel(AccountId account);
    bool isRunning(AccountId account) const;

Q_SIGNALS:
    void started(AccountId account);
    void progressed(const FetchProgress &progress);
    void reported(const FetchReport &report);

private:
    void startNext();
    void finish(FetchThread *thread, const FetchReport &report);

    StoreThread &m_storeThread;
    const std::function<void(std::vector<MessageSummary>)> m_stored;
    SecretStore &m_secrets;
    const Clock &m_clock;
    std::deque<FetchJob> m_waiting;
    std::vector<std::unique_ptr<FetchThread>> m_running;
};
