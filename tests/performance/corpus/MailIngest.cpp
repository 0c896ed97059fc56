// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailIngest.h"

#include "HeaderFingerprint.h"
#include "MimeMessage.h"

#include <algorithm>

namespace
{
// As MessageIntake of core/sync has them.
constexpr qsizetype headBytes = 1024 * 1024;
constexpr size_t batchMessages = 64;
constexpr qint64 batchBytes = 8 * 1024 * 1024;
constexpr size_t mostWaiting = 3;
} // namespace

Result<std::unique_ptr<MailIngest>> MailIngest::open(const QString &profileDirectory,
                                                     std::function<void(MessageId)> stored)
{
    TRY(auto store, MessageStore::open(profileDirectory));
    return std::unique_ptr<MailIngest>(new MailIngest(std::move(store), profileDirectory, std::move(stored)));
}

MailIngest::MailIngest(std::unique_ptr<MessageStore> store, const QString &profileDirectory,
                       std::function<void(MessageId)> stored)
    : m_store(std::move(store)), m_encoder(MessageStore::spoolDirectory(profileDirectory)),
      m_stored(std::move(stored)), m_thread([this] { storeBatches(); })
{
}

MailIngest::~MailIngest()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isOver = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

Result<void> MailIngest::add(QByteArrayView bytes, AccountId account, const QByteArray &uidl, qint64 received,
                             NewMessage message)
{
    m_encoder.begin(account, uidl, received, bytes.size());
    CHECK(m_encoder.append(bytes));
    TRY(message.record, m_encoder.finish());
    const auto head = QByteArray::fromRawData(bytes.data(), std::min(bytes.size(), headBytes));
    const Flags flags = message.summary.flags;
    message.summary = summarise(head, received);
    message.summary.flags |= flags;
    message.ledger.fingerprint = headerFingerprint(head);
    m_batchBytes += message.record.payload.size() + 1024;
    m_batch.push_back(std::move(message));
    if (m_batch.size() < batchMessages && m_batchBytes < batchBytes)
        return {};
    m_batchBytes = 0;
    return hand(std::exchange(m_batch, {}));
}

Result<void> MailIngest::hand(std::vector<NewMessage> batch)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_waiting.size() < mostWaiting || m_error; });
    if (m_error)
        return *m_error;
    ++m_batches;
    m_waiting.push_back(std::move(batch));
    m_changed.notify_all();
    return {};
}

Result<void> MailIngest::finish()
{
    if (!m_batch.empty())
        CHECK(hand(std::exchange(m_batch, {})));
    m_batchBytes = 0;
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return (m_waiting.empty() && !m_isBusy) || m_error; });
    if (m_error)
        return *m_error;
    return {};
}

void MailIngest::storeBatches()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return !m_waiting.empty() || m_isOver; });
        if (m_isOver)
            return;
        auto batch = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_isBusy = true;
        lock.unlock();
        m_changed.notify_all();
        auto added = m_store->add(std::move(batch));
        if (added && m_stored && !added->empty())
            m_stored(added->back().id);
        lock.lock();
        m_isBusy = false;
        if (!added && !m_error)
            m_error = std::move(added.error());
        m_changed.notify_all();
    }
}
