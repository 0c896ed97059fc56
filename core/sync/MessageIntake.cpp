// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageIntake.h"

#include "HeaderFingerprint.h"
#include "MimeMessage.h"

namespace
{
constexpr qsizetype headBytes = 1024 * 1024; // what a summary is made from

// The batch rule of the store (README, "Store").
constexpr size_t batchMessages = 64;
constexpr qint64 batchBytes = 8 * 1024 * 1024;
constexpr qint64 batchMilliseconds = 2000;

// Stands in for the UIDL where neither the server nor the header tells messages apart.
QByteArray identityByContent(const QByteArray &sha256)
{
    return '\x02' + sha256.toHex();
}
} // namespace

MessageIntake::MessageIntake(Target target, const FetchPlan &plan, MessageSink &sink, const Clock &clock,
                             std::function<void(int, qint64)> arrived)
    : m_target(std::move(target)), m_sink(sink), m_clock(clock), m_arrived(std::move(arrived)),
      m_encoder(m_target.spoolDirectory)
{
    for (const FetchPlan::Row &row : plan.rows)
        m_rows.insert(row.entry.number, &row);
}

Result<void> MessageIntake::begin(int number)
{
    const FetchPlan::Row *const row = m_rows.value(number);
    Q_ASSERT(row);
    m_head.resize(0); // keeps the capacity
    m_encoder.begin(m_target.account, row->ledger.uidl, m_clock.now(), row->entry.size);
    return {};
}

Result<void> MessageIntake::append(QByteArrayView bytes)
{
    if (m_head.size() < headBytes)
        m_head.append(bytes.first(std::min(bytes.size(), headBytes - m_head.size())));
    CHECK(m_encoder.append(bytes));
    m_bytes += bytes.size();
    m_arrived(m_messages, m_bytes);
    return flushWhenDue();
}

Result<void> MessageIntake::end(int number)
{
    const FetchPlan::Row *const row = m_rows.value(number);
    NewMessage message;
    TRY(message.record, m_encoder.finish());
    message.summary = summarise(m_head, message.record.received);
    message.folder = m_target.inbox;
    message.ledger = row->ledger;
    message.ledger.fingerprint = headerFingerprint(m_head);
    // A UIDL that was seen before, or none: what the store has already is not stored again (R42, R44, R47).
    message.collapseEqual = row->ledger.occurrence > 0 || row->ledger.uidl != row->entry.uidl ||
                            row->entry.uidl.isEmpty() || row->reason == QLatin1String("not identified");
    if (message.ledger.uidl.isEmpty())
        message.record.uidl = message.ledger.uidl = identityByContent(message.record.sha256);

    m_received.push_back({number, message.ledger.uidl, message.ledger.occurrence});
    ++m_messages;
    if (m_batch.empty())
        m_batchAge.start();
    // What waits in memory counts, not what waits in a spool file.
    m_batchBytes += message.record.payload.size() + 1024;
    m_batch.push_back(std::move(message));
    m_arrived(m_messages, m_bytes);
    return flushWhenDue();
}

Result<void> MessageIntake::refused(int number, const Error &error)
{
    const FetchPlan::Row *const row = m_rows.value(number);
    m_notFetched.push_back({row ? row->entry.uidl : QByteArray(), number,
                            QStringLiteral("refused by the server: ") + error.serverText});
    return {};
}

Result<void> MessageIntake::finish()
{
    CHECK(flush());
    return m_sink.flush();
}

Result<void> MessageIntake::flushWhenDue()
{
    if (m_batch.empty())
        return {};
    if (m_batch.size() < batchMessages && m_batchBytes < batchBytes &&
        m_batchAge.elapsed() < batchMilliseconds)
        return {};
    return flush();
}

Result<void> MessageIntake::flush()
{
    if (m_batch.empty())
        return {};
    auto batch = std::exchange(m_batch, {});
    m_batchBytes = 0;
    return m_sink.store(std::move(batch));
}
