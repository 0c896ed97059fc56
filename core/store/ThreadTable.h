// SPDX-License-Identifier: GPL-3.0-or-later
//
// ThreadTable knows to which conversation a Message-ID belongs (RFC 5322 §3.6.4): a message joins the
// conversation of what it answers, or begins one. Used inside a transaction of the catalogue's writer; throws
// SQLite::Exception.
//
// The hashes of Message-IDs fall anywhere in the table: written one batch at a time they would touch a page
// each. New ones are kept in memory and written thousands at a time, in order; what a crash takes from memory
// is read again from the rows of the newest messages.
#pragma once

#include "Database.h"
#include "MessageSummary.h"

#include <QHash>

#include <vector>

class ThreadTable
{
public:
    explicit ThreadTable(SQLite::Database &database);

    // Reads what was not written; once, before anything else.
    void load();
    // The conversation of the message, which is entered; a new one has the number of its first message.
    ThreadId enter(const MessageSummary &summary);
    // Before the row of a message is removed: what answers it later still finds the conversation.
    void keepRemoved(MessageId message);
    // Writes what is kept in memory when it is enough to be worth it; at the end of each transaction that
    // entered something.
    void flush();

    // What became of the transaction.
    void confirm();
    void discard();

private:
    ThreadId find(const QByteArray &messageId);
    void keep(qint64 hash, ThreadId thread);

    SQLite::Statement m_find, m_insert, m_newer, m_message, m_writtenUpTo, m_setWrittenUpTo;
    QHash<qint64, ThreadId> m_unwritten;
    std::vector<qint64> m_added; // to m_unwritten, in this transaction
    MessageId m_newest = 0;      // of the messages entered
    MessageId m_written = 0;     // all of this message and those before are in the table
    bool m_flushing = false;     // in this transaction
};
