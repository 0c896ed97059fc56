// SPDX-License-Identifier: GPL-3.0-or-later
//
// FetchPool runs the checks: one at a time for an account, at most four signed in at once. A few more are on
// their way to their servers meanwhile, so that a server far away, or one that does not answer, keeps the
// others from nothing; the rest wait their turn. GUI thread.
#pragma once

#include "FetchThread.h"

#include <deque>
#include <memory>
#include <vector>

class FetchPool final : public QObject
{
    Q_OBJECT
public:
    static constexpr int signedInAtOnce = 4;
    static constexpr int connectedAtOnce = 8;

    explicit FetchPool(const FetchTools &tools);
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
    struct Waiting {
        FetchJob job;
        bool wasTurnedAway = false; // it stood at a server and could not sign in in time
    };

    void startNext();
    bool mayStart(const Waiting &next) const;
    void finish(FetchThread *thread, const FetchReport &report);

    const FetchTools m_tools;
    SessionGate m_gate;
    std::deque<Waiting> m_waiting;
    std::vector<std::unique_ptr<FetchThread>> m_running;
};
