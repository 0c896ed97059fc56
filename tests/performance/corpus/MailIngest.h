// SPDX-License-Identifier: GPL-3.0-or-later
//
// MailIngest brings messages into a profile's store as a check does: hashed, compressed and summarised in the
// caller's thread, stored in batches of 64 by a thread that alone touches the store. Memory: a few batches.
#pragma once

#include "MessageStore.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

class MailIngest
{
public:
    // `stored` is called in the store's thread with the newest id that has become durable.
    static Result<std::unique_ptr<MailIngest>> open(const QString &profileDirectory,
                                                    std::function<void(MessageId)> stored = {});
    ~MailIngest();

    // The store, while nothing is under way: before the first add() and after finish().
    MessageStore &store() { return *m_store; }

    // `message` has the account, folder, flags in its summary, and its ledger row; the rest is read from
    // `bytes`. The error of an earlier batch comes back from here.
    Result<void> add(QByteArrayView bytes, AccountId account, const QByteArray &uidl, qint64 received,
                     NewMessage message);
    // Returns when all is durable.
    Result<void> finish();
    qint64 batches() const { return m_batches; }

private:
    MailIngest(std::unique_ptr<MessageStore> store, const QString &profileDirectory,
               std::function<void(MessageId)> stored);
    void storeBatches();
    Result<void> hand(std::vector<NewMessage> batch);

    std::unique_ptr<MessageStore> m_store;
    RecordEncoder m_encoder;
    const std::function<void(MessageId)> m_stored;
    std::vector<NewMessage> m_batch;
    qint64 m_batchBytes = 0;
    qint64 m_batches = 0;

    std::mutex m_mutex; // guards what follows
    std::condition_variable m_changed;
    std::deque<std::vector<NewMessage>> m_waiting;
    bool m_isBusy = false; // a batch is being stored
    bool m_isOver = false;
    std::optional<Error> m_error;
    std::thread m_thread; // last: it uses all of the above
};
