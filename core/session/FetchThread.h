// SPDX-License-Identifier: GPL-3.0-or-later
//
// FetchThread runs one check of one account in a thread of its own. Made, cancelled and destroyed in the GUI
// thread; the signals arrive there.
#pragma once

#include "Cancellation.h"
#include "FetchRun.h"
#include "StoreSink.h"

#include <QThread>

class SecretStore;

class FetchThread final : public QThread
{
    Q_OBJECT
public:
    // An empty job.password is looked up in `secrets`. All references must outlive the thread.
    FetchThread(FetchJob job, StoreThread &storeThread,
                std::function<void(std::vector<MessageSummary>)> stored, SecretStore &secrets,
                const Clock &clock, QObject *parent);
    ~FetchThread() override; // cancels and waits

    void cancel() { m_cancellation.cancel(); }
    AccountId account() const { return m_job.account.id; }

Q_SIGNALS:
    void progressed(const FetchProgress &progress);
    void reported(const FetchReport &report);

protected:
    void run() override;

private:
    Result<QString> password();

    FetchJob m_job;
    StoreThread &m_storeThread;
    const std::function<void(std::vector<MessageSummary>)> m_stored;
    SecretStore &m_secrets;
    const Clock &m_clock;
    Cancellation m_cancellation;
};
