// SPDX-License-Identifier: GPL-3.0-or-later
//
// FetchThread runs one check of one account in a thread of its own. Made, cancelled and destroyed in the GUI
// thread; the signals arrive there.
#pragma once

#include "Cancellation.h"
#include "FetchRun.h"
#include "SessionGate.h"
#include "StoreSink.h"

#include <QThread>

#include <atomic>

class OAuthTokens;
class SecretStore;

// What all checks of a session use. All of it must outlive the threads.
struct FetchTools {
    StoreThread &storeThread;
    std::function<void(std::vector<MessageSummary>)> stored; // called in the store thread
    std::function<void(std::vector<MessageId>)> removed;     // the same
    SecretStore &secrets;                                    // one that may be shared
    OAuthTokens &tokens;
    const Clock &clock;
};

class FetchThread final : public QThread
{
    Q_OBJECT
public:
    // Secrets that the job lacks are looked up. The run signs in when `gate` lets it.
    FetchThread(FetchJob job, const FetchTools &tools, SessionGate &gate);
    ~FetchThread() override; // cancels and waits

    void cancel();
    AccountId account() const { return m_job.account.id; }

    // Valid when the run was reported: it gave up waiting at the gate, and nobody cancelled it.
    bool wasTurnedAway() const { return m_wasTurnedAway && !m_wasCancelled; }
    FetchJob takeJob() { return std::move(m_job); }

Q_SIGNALS:
    void progressed(const FetchProgress &progress);
    void reported(const FetchReport &report);

protected:
    void run() override;

private:
    void pass(const FetchProgress &progress);
    void enterGate();
    void leaveGate();

    FetchJob m_job;
    FetchTools m_tools;
    SessionGate &m_gate;
    bool m_isInside = false; // of the gate
    bool m_wasInside = false;
    std::atomic<bool> m_wasTurnedAway{false};
    std::atomic<bool> m_wasCancelled{false};
    Cancellation m_cancellation;
};
