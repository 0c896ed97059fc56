// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreSink.h"

#include <QSet>

#include <algorithm>
#include <iterator>

namespace
{
// More than one batch, so that the fetch thread works while the store thread writes; little enough that a
// cancel does not have to wait long for the disk.
constexpr qint64 queueBytes = 12 * 1024 * 1024;

// What the user decides about a message in the meantime must be seen.
constexpr qint64 preparedMilliseconds = 1000;

// Stored together when the store thread is behind; a commit of so many stays short.
constexpr size_t togetherMessages = 1024;

qint64 bytesOf(const std::vector<NewMessage> &batch)
{
    qint64 bytes = 0;
    for (const NewMessage &message : batch)
        bytes += message.record.payload.size() + 1024;
    return bytes;
}

Error notOpen()
{
    return {ErrorCode::NotFound, QStringLiteral("the profile is not open"), {}, {}, {}};
}

// The beginnings that a batch is to replace.
QHash<AccountId, QSet<MessageId>> replacedBy(const std::vector<NewMessage> &batch)
{
    QHash<AccountId, QSet<MessageId>> replaced;
    for (const NewMessage &message : batch)
        if (message.replaces != 0)
            replaced[message.record.account].insert(message.replaces);
    return replaced;
}
} // namespace

StoreSink::StoreSink(StoreThread &storeThread, std::function<void(std::vector<MessageSummary>)> stored,
                     std::function<void(std::vector<MessageId>)> removed)
    : m_storeThread(storeThread), m_stored(std::move(stored)), m_removed(std::move(removed)),
      m_queue(queueBytes)
{
}

// Work that was posted refers to this object.
StoreSink::~StoreSink()
{
    m_queue.waitUntilIdle();
}

template <class Work> auto StoreSink::inStoreThread(Work work)
{
    using Answer = std::invoke_result_t<Work, MessageStore &>;
    std::promise<Answer> promise;
    auto future = promise.get_future();
    m_storeThread.post(
        [&](MessageStore *store) { promise.set_value(store ? work(*store) : Answer(notOpen())); });
    return future.get();
}

void StoreSink::prepareLedger(AccountId account)
{
    const auto promise = std::make_shared<std::promise<Result<std::vector<LedgerEntry>>>>();
    m_prepared.emplace(PreparedLedger{account, {}, promise->get_future()});
    m_prepared->age.start();
    m_storeThread.post([account, promise](MessageStore *store) {
        promise->set_value(store ? store->ledger(account)
                                 : Result<std::vector<LedgerEntry>>(tl::unexpected<Error>(notOpen())));
    });
}

Result<std::vector<LedgerEntry>> StoreSink::ledger(AccountId account)
{
    auto prepared = std::exchange(m_prepared, std::nullopt);
    if (prepared && prepared->account == account && !prepared->age.hasExpired(preparedMilliseconds))
        return prepared->rows.get();
    return inStoreThread([account](MessageStore &store) { return store.ledger(account); });
}

Result<void> StoreSink::store(std::vector<NewMessage> batch)
{
    const qint64 bytes = bytesOf(batch);
    m_queue.take(bytes);
    if (auto earlier = error()) {
        m_queue.giveBack(bytes);
        return *earlier;
    }
    const std::lock_guard lock(m_mutex);
    m_waiting.push_back(std::move(batch));
    if (!m_isPosted)
        post();
    m_isPosted = true;
    return {};
}

void StoreSink::post()
{
    m_storeThread.post([this](MessageStore *store) { storeWaiting(store); });
}

void StoreSink::storeWaiting(MessageStore *store)
{
    std::vector<NewMessage> batch;
    {
        const std::lock_guard lock(m_mutex);
        while (!m_waiting.empty() && batch.size() < togetherMessages) {
            std::move(m_waiting.front().begin(), m_waiting.front().end(), std::back_inserter(batch));
            m_waiting.pop_front();
        }
    }
    const qint64 bytes = bytesOf(batch);
    // After a failure nothing more of this check is stored: order is kept, and nothing is said twice.
    if (!error()) {
        if (auto added = storeNow(store, std::move(batch)); !added) {
            const std::lock_guard lock(m_mutex);
            m_error = std::move(added.error());
        }
    }
    {
        // The rest is posted anew, so that other requests to the store get their turn.
        const std::lock_guard lock(m_mutex);
        m_isPosted = !m_waiting.empty();
        if (m_isPosted)
            post();
    }
    m_queue.giveBack(bytes); // the last look at this object: it may be destroyed when the queue is empty
}

Result<void> StoreSink::storeNow(MessageStore *store, std::vector<NewMessage> batch)
{
    if (!store)
        return notOpen();
    auto replaced = replacedBy(batch);
    TRY(auto added, store->add(std::move(batch)));
    for (const MessageSummary &summary : added)
        replaced[summary.account].remove(summary.id);
    m_stored(std::move(added));
    for (auto at = replaced.begin(); at != replaced.end(); ++at) {
        if (at->isEmpty())
            continue;
        TRY(const auto places, store->places(at.key()));
        for (const LocalPlace &place : places)
            at->remove(place.message);
        if (!at->isEmpty())
            m_removed({at->begin(), at->end()});
    }
    return {};
}

Result<void> StoreSink::flush()
{
    m_queue.waitUntilIdle();
    if (auto failed = error())
        return *failed;
    return {};
}

Result<void> StoreSink::verifyStored(const std::vector<MessageId> &messages)
{
    return inStoreThread([&messages](MessageStore &store) { return store.verifyStored(messages); });
}

Result<void> StoreSink::updateLedger(AccountId account, const std::vector<LedgerEntry> &entries)
{
    return inStoreThread([&](MessageStore &store) { return store.updateLedger(account, entries); });
}

Result<std::vector<LocalPlace>> StoreSink::places(AccountId account)
{
    return inStoreThread([account](MessageStore &store) { return store.places(account); });
}

Result<void> StoreSink::deletionsSent(AccountId account, const std::vector<LedgerDeletion> &deletions)
{
    return inStoreThread([&](MessageStore &store) { return store.deletionsSent(account, deletions); });
}

Result<void> StoreSink::listed(AccountId account, qint64 now)
{
    return inStoreThread([=](MessageStore &store) { return store.listed(account, now); });
}

std::optional<Error> StoreSink::error() const
{
    const std::lock_guard lock(m_mutex);
    return m_error;
}
