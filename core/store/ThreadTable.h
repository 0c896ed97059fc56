// SPDX-License-Identifier: GPL-3.0-or-later
//
// ThreadTable knows to which conversation a Message-ID belongs (RFC 5322 §3.6.4). A conversation is what
// hangs together by Message-ID, In-Reply-To and References: messages that share an id are in it, also an id
// of which no message has come yet, so that the order in which messages come makes no difference. A message
// that joins two conversations makes them one; the smaller one is renumbered. Subjects play no part. Used
// inside a transaction of the catalogue's writer; throws SQLite::Exception.
//
// The hashes of ids fall anywhere in the table: written one batch at a time they would touch a page each. New
// ones are kept in memory and written thousands at a time, in order; what a crash takes from memory is read
// again from the rows of the newest messages.
#pragma once

#include "Cancellation.h"
#include "Database.h"
#include "MessageSummary.h"

#include <QHash>

#include <functional>
#include <optional>
#include <vector>

class ThreadTable
{
public:
    explicit ThreadTable(SQLite::Database &database);

    // Reads what was not written; once, before anything else.
    void load();
    // The conversation of the message, which is entered; a new one has the number of its first message. Fills
    // in `joined`: conversations that are part of this one from now on, whose messages are renumbered.
    ThreadId enter(MessageSummary &summary);
    // Before the row of a message is removed: what answers it later still finds the conversation.
    void keepRemoved(MessageId message);
    // Writes what is kept in memory when it is enough to be worth it; at the end of each transaction that
    // entered something.
    void flush();

    // How many messages have another conversation than the table has for their ids, or one that it lacks; one
    // moment of the catalogue, over any connection. `affected` is told the conversations, some several times.
    // Stops early, with any number, when `cancellation` is cancelled.
    static qint64 countWrong(SQLite::Database &database, const Cancellation &cancellation,
                             const std::function<void(ThreadId)> &affected = {});
    // Makes these conversations anew from their messages, and returns how many messages were wrong. What
    // was known there of messages that were removed is forgotten. The only thing in its transaction.
    qint64 mend();

    // What became of the transaction.
    void confirm();
    void discard();

private:
    ThreadId find(qint64 hash);
    ThreadId join(const std::vector<ThreadId> &threads, std::vector<ThreadId> &joined);
    qint64 sizeOf(ThreadId thread);
    void renumber(ThreadId from, ThreadId to);
    void keep(qint64 hash, ThreadId thread);
    void write(qint64 hash, ThreadId thread);
    void writeAll();
    std::vector<MessageId> takeApart(const std::vector<ThreadId> &threads);

    SQLite::Database &m_database;
    SQLite::Statement m_find, m_insert, m_newer, m_message, m_writtenUpTo, m_setWrittenUpTo, m_size,
        m_moveFirst, m_moveOthers, m_moveHashes;
    QHash<qint64, ThreadId> m_unwritten;
    // Of this transaction: what was put into m_unwritten, and what was renumbered there, as it was.
    std::vector<qint64> m_added;
    std::vector<std::pair<qint64, ThreadId>> m_renumbered;
    MessageId m_newest = 0;  // of the messages entered
    MessageId m_written = 0; // all of this message and those before are in the table
    bool m_flushing = false; // in this transaction
    struct Memory {
        QHash<qint64, ThreadId> unwritten;
        MessageId written = 0;
    };
    std::optional<Memory> m_beforeMending; // in this transaction
};
