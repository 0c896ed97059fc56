// SPDX-License-Identifier: GPL-3.0-or-later
//
// CatalogueCheck holds the tables of the catalogue against each other: counters, folders, marks, what is left
// of messages that are gone. Each thing that can be wrong is one row of a table, with the statement that
// finds it and the one that mends it, so that what is found can be mended. Used inside guard() or a
// transaction; throws SQLite::Exception.
#pragma once

#include "Cancellation.h"
#include "Database.h"
#include "StoreFinding.h"

#include <vector>

class CatalogueCheck
{
public:
    explicit CatalogueCheck(SQLite::Database &database) : m_database(database) {}

    // What is wrong.
    std::vector<StoreFinding> problems();
    // What PRAGMA integrity_check says of the database itself; empty where it is sound. Cancelled.
    Result<std::vector<StoreFinding>> damage(Cancellation &cancellation);
    // Holds the conversations against the ids of their messages; ThreadTable::mend() puts them right.
    // Cancelled.
    Result<std::vector<StoreFinding>> conversations(const Cancellation &cancellation);
    static StoreFinding conversationsMended(qint64 count);
    // Mends all that problems() would name; in a transaction. Says what was done.
    std::vector<StoreFinding> mend();

private:
    qint64 count(const char *statement);

    SQLite::Database &m_database;
};
