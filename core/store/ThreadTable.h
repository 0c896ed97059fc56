// SPDX-License-Identifier: GPL-3.0-or-later
//
// ThreadTable knows to which conversation a Message-ID belongs (RFC 5322 §3.6.4): a message joins the
// conversation of what it answers, or begins one. Used inside a transaction of the catalogue's writer; throws
// SQLite::Exception.
#pragma once

#include "Database.h"
#include "MessageSummary.h"

class ThreadTable
{
public:
    explicit ThreadTable(SQLite::Database &database);

    // The conversation of the message, which is entered; a new one has the number of its first message.
    ThreadId enter(const MessageSummary &summary);

private:
    ThreadId find(const QByteArray &messageId);

    SQLite::Statement m_find, m_insert;
};
