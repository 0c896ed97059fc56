// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageIntake turns the bytes of retrieved messages into batches for the store: it hashes, compresses and
// summarises while they stream in. Fetch thread. Memory: one batch, plus 1 MiB of the present message's head
// and what RecordEncoder keeps.
#pragma once

#include "Clock.h"
#include "EncodedRecord.h"
#include "FetchPlan.h"
#include "FetchReport.h"
#include "MessageSink.h"
#include "MessageStore.h"
#include "Pop3BodySink.h"

#include <QElapsedTimer>
#include <QHash>

#include <functional>
#include <vector>

class MessageIntake final : public Pop3BodySink
{
public:
    struct Target {
        AccountId account = 0;
        FolderId inbox = 0;
        QString spoolDirectory;
    };

    // `arrived` is called after each block of bytes and each message.
    MessageIntake(Target target, const FetchPlan &plan, MessageSink &sink, const Clock &clock,
                  std::function<void(int messages, qint64 bytes)> arrived);

    Result<void> begin(int number) override;
    Result<void> append(QByteArrayView bytes) override;
    Result<void> end(int number) override;
    Result<void> refused(int number, const Error &error) override;

    // Hands over what is left and waits until everything is durable.
    Result<void> finish();

    int messages() const { return m_messages; }
    qint64 bytes() const { return m_bytes; }
    // The messages that were received whole, in order: their number, and the ledger's name for them.
    struct Received {
        int number = 0;
        QByteArray uidl;
        int occurrence = 0;
    };
    const std::vector<Received> &received() const { return m_received; }
    const std::vector<FetchReport::Message> &notFetched() const { return m_notFetched; }

private:
    Result<void> flushWhenDue();
    Result<void> flush();

    const Target m_target;
    MessageSink &m_sink;
    const Clock &m_clock;
    const std::function<void(int, qint64)> m_arrived;
    QHash<int, const FetchPlan::Row *> m_rows;

    RecordEncoder m_encoder;
    QByteArray m_head;
    std::vector<NewMessage> m_batch;
    qint64 m_batchBytes = 0;
    QElapsedTimer m_batchAge;

    int m_messages = 0;
    qint64 m_bytes = 0;
    std::vector<Received> m_received;
    std::vector<FetchReport::Message> m_notFetched;
};
