// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageIntake turns the bytes of retrieved messages into batches for the store: it hashes, compresses and
// summarises while they stream in. It knows at any time which message is the one under way. What has arrived
// is doubtful until the server is known to be in step: a server that answers twice, or not at all, must not
// bring one message into the store under another's name. Fetch thread. Memory: one batch and what comes
// between two marks, plus 1 MiB of the present message's head and what RecordEncoder keeps.
#pragma once

#include "Clock.h"
#include "EncodedRecord.h"
#include "FetchPlan.h"
#include "MessageSink.h"
#include "MessageStore.h"
#include "Pop3BodySink.h"

#include <QElapsedTimer>

#include <functional>
#include <optional>
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

    // These rows are asked for next, in this order. They must outlive the intake. `isAlone`: there is but
    // one, with a mark before and one behind it.
    void expect(std::vector<const Row *> rows, bool isAlone = false);
    // The one whose answer is awaited, or has not come to its end; nullptr: none.
    const Row *underWay() const { return m_next < m_expected.size() ? m_expected[m_next] : nullptr; }
    qint64 octetsUnderWay() const { return m_octets; }
    // It is larger than what the account takes, so that the last append() failed.
    bool isTooLarge() const { return m_isTooLarge; }

    Result<void> begin(int number) override;
    Result<void> append(QByteArrayView bytes) override;
    Result<void> end(int number) override;
    Result<void> refused(int number, const Error &error) override;
    Result<void> inStep() override;

    // The connection has ended before the next mark. What arrived since the last one is forgotten, unless
    // `isTrusted`: then it is kept as far as nothing speaks against it. Not to be asked for more after that.
    void breakOff(bool isTrusted);
    // Whose answer was the last one before the end, if there was one since the last mark.
    const Row *lastAnswered() const { return m_lastAnswered; }
    // The refusal that was the server's last word before the end; nullptr: it was another.
    const Row *lastRefused() const { return m_lastRefused; }
    const QString &lastRefusal() const { return m_lastRefusal; }
    // Before the end, or that last word, the server had answered nothing.
    bool isFirst() const { return m_answers == (m_lastRefused ? 1 : 0); }

    // Hands over what is left and waits until everything is durable. May be called in between.
    Result<void> finish();

    int messages() const { return static_cast<int>(m_received.size()); } // that were received whole
    int partial() const { return m_partial; } // of these: only the beginning, as asked for
    qint64 bytes() const { return m_wholeBytes; }
    // The messages that were received whole and in step, in order: their row, and the ledger's name for them.
    struct Received {
        const Row *row = nullptr;
        QByteArray uidl;
        int occurrence = 0;
        // Much less came than LIST had said, so that something may be missing: the original is kept, also
        // where it was to be deleted after it had been fetched.
        bool isShort = false;
    };
    const std::vector<Received> &received() const { return m_received; }
    struct Refusal {
        const Row *row = nullptr;
        QString trouble;
    };
    const std::vector<Refusal> &refusals() const { return m_refusals; }

private:
    // An answer since the last mark: a message, or why there is none.
    struct Doubtful {
        const Row *row = nullptr;
        std::optional<NewMessage> message;
        QString trouble;
    };
    qint64 limitOf(const Row &row) const;
    bool looksLikeAnswer() const;
    NewMessage newMessage(const Row &row, EncodedRecord record) const;
    void accept(Doubtful one);
    Result<void> flushWhenDue();
    Result<void> flush();

    const Target m_target;
    MessageSink &m_sink;
    const Clock &m_clock;
    const Callbacks m_callbacks;

    std::vector<const Row *> m_expected;
    size_t m_next = 0;
    bool m_isAlone = false;
    qint64 m_octets = 0; // of the message under way
    qint64 m_limit = 0;
    bool m_isTooLarge = false;

    RecordEncoder m_encoder;
    QByteArray m_head;
    std::vector<NewMessage> m_batch;
    qint64 m_batchBytes = 0;
    QElapsedTimer m_batchAge;

    std::vector<Doubtful> m_doubtful;
    const Row *m_lastAnswered = nullptr;
    const Row *m_lastRefused = nullptr;
    QString m_lastRefusal;
    QByteArray m_lastHash; // of the last message that is not doubtful
    int m_answers = 0;
    int m_arrived = 0; // messages
    int m_partial = 0;
    qint64 m_bytes = 0;      // that arrived
    qint64 m_wholeBytes = 0; // of whole messages
    std::vector<Received> m_received;
    std::vector<Refusal> m_refusals;
};
