// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageIntake.h"

#include "HeaderFingerprint.h"
#include "LedgerMatch.h"
#include "MimeMessage.h"
#include "Trouble.h"

namespace
{
constexpr qsizetype headBytes = 1024 * 1024; // what a summary is made from

// The batch rule of the store (README, "Store").
constexpr size_t batchMessages = 64;
constexpr qint64 batchBytes = 8 * 1024 * 1024;
constexpr qint64 batchMilliseconds = 2000;

// A body may be so large, or so many times as large as LIST said.
constexpr qint64 alwaysTaken = 64 * 1024 * 1024;
constexpr qint64 mostTimesListed = 16;
// LIST is a hint, and some servers count what they store; but some leave attachments out of what they send
// (MailMax, InterChange), or send nothing at all for a message that they cannot read.
constexpr qint64 timesLess = 4, octetsLess = 64 * 1024;

bool isMuchLess(qint64 received, qint64 listed)
{
    if (received == 0)
        return listed > 0;
    return listed / timesLess > received && listed - received > octetsLess;
}
} // namespace

MessageIntake::MessageIntake(Target target, MessageSink &sink, const Clock &clock, Callbacks callbacks)
    : m_target(std::move(target)), m_sink(sink), m_clock(clock), m_callbacks(std::move(callbacks)),
      m_encoder(m_target.spoolDirectory)
{
}

void MessageIntake::expect(std::vector<const Row *> rows, bool isAlone)
{
    m_expected = std::move(rows);
    m_isAlone = isAlone;
    m_next = 0;
    m_octets = 0;
}

// LIST is a hint (R14), but a body that goes on and on beyond it is no message any more.
qint64 MessageIntake::limitOf(const Row &row) const
{
    if (row.entry.size <= 0 || row.ledger.wanted)
        return m_target.largestMessage;
    return std::min(m_target.largestMessage, std::max(alwaysTaken, row.entry.size * mostTimesListed));
}

Result<void> MessageIntake::begin(int)
{
    const Row &row = *underWay();
    m_callbacks.begins(row);
    m_lastRefused = nullptr;
    m_octets = 0;
    m_limit = limitOf(row);
    m_head.resize(0); // keeps the capacity
    m_encoder.begin(m_target.account, row.ledger.uidl, m_clock.now(), row.entry.size);
    return {};
}

Result<void> MessageIntake::append(QByteArrayView bytes)
{
    m_octets += bytes.size();
    if (m_octets > m_limit) {
        m_isTooLarge = true;
        return failure(ErrorCode::ConnectionLost, QStringLiteral("broken off: the message is too large"));
    }
    if (m_head.size() < headBytes)
        m_head.append(bytes.first(std::min(bytes.size(), headBytes - m_head.size())));
    CHECK(m_encoder.append(bytes));
    m_bytes += bytes.size();
    m_callbacks.arrived(m_arrived, m_bytes);
    return flushWhenDue();
}

// A server that says +OK twice puts the second one before the next message (FTGate). A message that does
// begin so is believed alone, between two marks, and of the size that LIST gave.
bool MessageIntake::looksLikeAnswer() const
{
    for (const QByteArrayView word : {QByteArrayView("+OK"), QByteArrayView("-ERR")}) {
        if (!m_head.startsWith(word))
            continue;
        const char next = m_head.size() > word.size() ? m_head[word.size()] : '\n';
        if (next == ' ' || next == '\t' || next == '\r' || next == '\n')
            return !m_isAlone || m_octets != underWay()->entry.size;
    }
    return false;
}

Result<void> MessageIntake::end(int)
{
    const Row &row = *underWay();
    if (looksLikeAnswer())
        return failure(ErrorCode::ProtocolViolation, QStringLiteral("a message that begins like an answer"));
    TRY(auto record, m_encoder.finish());
    m_doubtful.push_back({&row, newMessage(row, std::move(record)), {}});
    ++m_arrived;
    ++m_answers;
    ++m_next;
    m_octets = 0;
    m_callbacks.arrived(m_arrived, m_bytes);
    return flushWhenDue();
}

Result<void> MessageIntake::refused(int, const Error &error)
{
    m_lastRefused = underWay();
    m_lastRefusal = Trouble::refused(error.serverText);
    m_doubtful.push_back({m_lastRefused, {}, m_lastRefusal});
    ++m_answers;
    ++m_next;
    return {};
}

Result<void> MessageIntake::inStep()
{
    m_lastRefused = nullptr;
    for (Doubtful &one : std::exchange(m_doubtful, {}))
        accept(std::move(one));
    return flushWhenDue();
}

void MessageIntake::accept(Doubtful one)
{
    if (!one.message) {
        m_refusals.push_back({one.row, one.trouble});
        return;
    }
    NewMessage &message = *one.message;
    message.isShort = !message.partial && one.row->entry.size <= m_target.largestMessage &&
                      isMuchLess(message.record.rawSize, one.row->entry.size);
    m_received.push_back({one.row, message.ledger.uidl, message.ledger.occurrence, message.isShort});
    m_partial += message.partial;
    m_wholeBytes += message.record.rawSize;
    m_lastHash = message.record.sha256;
    if (m_batch.empty())
        m_batchAge.start();
    // What waits in memory counts, not what waits in a spool file.
    m_batchBytes += message.record.payload.size() + 1024;
    m_batch.push_back(std::move(message));
}

// Answers out of step begin with a refusal that was none, or with the message before once more.
void MessageIntake::breakOff(bool isTrusted)
{
    m_lastAnswered = m_doubtful.empty() ? nullptr : m_doubtful.back().row;
    for (Doubtful &one : std::exchange(m_doubtful, {})) {
        if (!isTrusted || !one.message || one.message->record.sha256 == m_lastHash)
            return;
        accept(std::move(one));
    }
}

NewMessage MessageIntake::newMessage(const Row &row, EncodedRecord record) const
{
    NewMessage message;
    message.summary = summarise(m_head, record.received);
    message.record = std::move(record);
    message.folder = m_target.inbox;
    message.partial = row.action == FetchPlan::Action::Top;
    LedgerEntry &ledger = message.ledger;
    ledger = row.ledger;
    // The rest of a message of which the beginning is here takes its place.
    if (ledger.state == LedgerState::Partial && !message.partial)
        message.replaces = ledger.message;
    ledger.state = message.partial ? LedgerState::Partial : LedgerState::Stored;
    ledger.fingerprint = headerFingerprint(m_head);
    ledger.wanted = false;
    ledger.attempts = 0;
    ledger.lastAttempt = 0;
    ledger.trouble.clear();
    // A UIDL that was seen before, or none: what the store has already is not stored again (R42, R44, R47).
    message.collapseEqual = ledger.occurrence > 0 || ledger.uidl != row.entry.uidl ||
                            row.entry.uidl.isEmpty() || row.reason == QLatin1String("not identified");
    if (ledger.uidl.isEmpty())
        message.record.uidl = ledger.uidl = LedgerMatch::identityByContent(message.record.sha256);
    return message;
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
