// SPDX-License-Identifier: GPL-3.0-or-later
//
// NoteTable keeps the user's notes on messages, plain text. Used inside guard() or a transaction; throws
// SQLite::Exception.
#pragma once

#include "Database.h"
#include "Identifiers.h"

class NoteTable
{
public:
    static constexpr qsizetype longestNote = 1000000; // bytes of UTF-8

    explicit NoteTable(SQLite::Database &database);

    // Empty where there is none.
    QString ofMessage(MessageId message);
    // An empty text takes the note away.
    void set(MessageId message, const QString &text);

private:
    SQLite::Statement m_find, m_set, m_remove;
};
