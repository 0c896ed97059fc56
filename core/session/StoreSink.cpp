// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreSink.h"

#include <future>

namespace
{
// More than one batch, so that the fetch thread works while the store thread writes; little enough that a
// cancel does not have to wait long for the disk.
constexpr qint64 queueBytes = 12 * 1024 * 1024;

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
} // namespace

StoreSink::StoreSink(StoreThread &storeThread, std::function<void(std::vector<MessageSummary>)> stored)
    : m_storeThread(storeThread), m_stored(std::move(stored)), m_queue(queueBytes)
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

Result<std::vector<LedgerEntry>> StoreSink::ledger(AccountId account)
{
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
    m_storeThread.post([this, bytes, batch = std::move(batch)](MessageStore *store) mutable {
        // After a failure nothing more of this check is stored: order is kept, and nothing is said twice.
        if (!error()) {
            auto added =
                store ? store->add(std::move(batch)) : Result<std::vector<MessageSummary>>(notOpen());
            if (added) {
                m_stored(std::move(*added));
            } else {
                const std::lock_guard lock(m_mutex);
                m_error = std::move(added.error());
            }
        }
        m_queue.giveBack(bytes);
    });
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

std::optional<Error> StoreSink::error() const
{
    const std::lock_guard lock(m_mutex);
    return m_error;
}
