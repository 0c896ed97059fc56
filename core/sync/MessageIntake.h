// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageIntake turns the bytes of retrieved messages into batches for the store: it hashes, compresses and
// summarises while they stream in. It knows at any time which message is the one under way. Fetch thread.
// Memory: one batch, plus 1 MiB of the present message's head and what RecordEncoder keeps.
#pragma once

#include "Clock.h"
#include "EncodedRecord.h"
#include "FetchPlan.h"
#include "MessageSink.h"
#include "MessageStore.h"
#include "Pop3BodySink.h"

#include <QElapsedTimer>

#include <functional>
#include <vector>

class MessageIntake final : public Pop3BodySink
{
public:
    struct Target {
        AccountId account = 0;
        FolderId inbox = 0;
        QString spoolDirectory;
        qint64 largestMessage = 0; // octets
    };
    using Row = FetchPlan::Row;

    struct Callbacks {
        std::function<void(int messages, qint64 bytes)> arrived; // after each block and each message
        std::function<void(const Row &)> begins;                 // a message's first byte is there
    };

    MessageIntake(Target target, MessageSink &sink, const Clock &clock, Callbacks callbacks);

    // These rows are asked for next, in this order. They must outlive the intake.
    void expect(std::vector<const Row *> rows);
    // The one whose answer is awaited, or has not come to its end; nullptr: none.
    const Row *underWay() const { return m_next < m_expected.size() ? m_expected[m_next] : nullptr; }
    qint64 octetsUnderWay() const { return m_octets; }
    // It is larger than what the account takes, so that the last append() failed.
    bool isTooLarge() const { return m_isTooLarge; }

    Result<void> begin(int number) override;
    Result<void> append(QByteArrayView bytes) override;
    Result<void> end(int number) override;
    Result<void> refused(int number, const Error &error) override;

    // Hands over what is left and waits until everything is durable. May be called in between.
    Result<void> finish();

    int messages() const { return m_messages; } // that were received whole
    int partial() const { return m_partial; }   // of these: only the beginning, as asked for
    qint64 bytes() const { return m_wholeBytes; }
    // The messages that were received whole, in order: their row, and the ledger's name for them.
    struct Received {
        const Row *row = nullptr;
        QByteArray uidl;
        int occurrence = 0;
    };
    const std::vector<Received> &received() const { return m_received; }
    struct Refusal {
        const Row *row = nullptr;
        QString trouble;
    };
    const std::vector<Refusal> &refusals() const { return m_refusals; }

private:
    qint64 limitOf(const Row &row) const;
    NewMessage newMessage(const Row &row, EncodedRecord record) const;
    Result<void> flushWhenDue();
    Result<void> flush();

    const Target m_target;
    MessageSink &m_sink;
    const Clock &m_clock;
    const Callbacks m_callbacks;

    std::vector<const Row *> m_expected;
    size_t m_next = 0;
    qint64 m_octets = 0; // of the message under way
    qint64 m_limit = 0;
    bool m_isTooLarge = false;

    RecordEncoder m_encoder;
    QByteArray m_head;
    std::vector<NewMessage> m_batch;
    qint64 m_batchBytes = 0;
    QElapsedTimer m_batchAge;

    int m_messages = 0;
    int m_partial = 0;
    qint64 m_bytes = 0;      // that arrived
    qint64 m_wholeBytes = 0; // of whole messages
    std::vector<Received> m_received;
    std::vector<Refusal> m_refusals;
};
