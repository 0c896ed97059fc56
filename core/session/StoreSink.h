// SPDX-License-Identifier: GPL-3.0-or-later
//
// StoreSink is the MessageSink of a running check: it hands batches to the store thread and keeps the queue
// bounded, so that a slow disk slows the socket down and memory does not grow. Batches that wait are stored
// together: each commit costs the same few pages, however many messages it has. Fetch thread.
#pragma once

#include "ByteBudget.h"
#include "MessageSink.h"
#include "MessageStore.h"
#include "WorkerThread.h"

#include <QElapsedTimer>

#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <optional>

using StoreThread = WorkerThread<MessageStore>;

class StoreSink final : public MessageSink
{
public:
    // Both are called in the store thread: `stored` with what has become durable, `removed` with beginnings
    // whose whole message turned out to be here already.
    StoreSink(StoreThread &storeThread, std::function<void(std::vector<MessageSummary>)> stored,
              std::function<void(std::vector<MessageId>)> removed);
    ~StoreSink() override;

    // Has the ledger read while the fetch thread connects; ledger() of the same account then has it at once.
    void prepareLedger(AccountId account);

    Result<std::vector<LedgerEntry>> ledger(AccountId account) override;
    Result<void> store(std::vector<NewMessage> batch) override;
    Result<void> flush() override;
    Result<void> verifyStored(const std::vector<MessageId> &messages) override;
    Result<void> updateLedger(AccountId account, const std::vector<LedgerEntry> &entries) override;
    Result<std::vector<LocalPlace>> places(AccountId account) override;
    Result<void> deletionsSent(AccountId account, const std::vector<LedgerDeletion> &deletions) override;
    Result<void> listed(AccountId account, qint64 now) override;

private:
    // Runs `work` in the store thread and waits for its result.
    template <class Work> auto inStoreThread(Work work);
    void post();
    void storeWaiting(MessageStore *store); // store thread
    Result<void> storeNow(MessageStore *store, std::vector<NewMessage> batch);
    std::optional<Error> error() const;

    struct PreparedLedger {
        AccountId account;
        QElapsedTimer age;
        std::future<Result<std::vector<LedgerEntry>>> rows;
    };

    StoreThread &m_storeThread;
    const std::function<void(std::vector<MessageSummary>)> m_stored;
    const std::function<void(std::vector<MessageId>)> m_removed;
    ByteBudget m_queue;
    std::optional<PreparedLedger> m_prepared;
    mutable std::mutex m_mutex;                    // guards what follows
    std::deque<std::vector<NewMessage>> m_waiting; // batches that the store thread has not taken yet
    bool m_isPosted = false;                       // storeWaiting() is on its way or runs
    std::optional<Error> m_error;                  // the first one
};
