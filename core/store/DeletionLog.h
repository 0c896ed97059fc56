// SPDX-License-Identifier: GPL-3.0-or-later
//
// DeletionLog keeps a row for each message that Poplar told a server to delete: when, why, what it was, and
// whether the server did it. Subject and sender are copied, so that the log can be read when the message is
// gone. Used inside guard() or a transaction; throws SQLite::Exception.
#pragma once

#include "Database.h"
#include "Ledger.h"
#include "ServerMessage.h"

class DeletionLog
{
public:
    explicit DeletionLog(SQLite::Database &database);

    // A deletion that still waits for its answer keeps its row, with the time and the reason of the first
    // DELE.
    void add(AccountId account, const LedgerDeletion &deletion, qint64 now);
    // The server's answer on the row that waits for one; nothing where none does.
    void settle(AccountId account, const LedgerEntry &entry, bool confirmed, qint64 now);

    std::vector<DeletionLogEntry> find(const DeletionQuery &query);

private:
    SQLite::Statement m_waiting, m_message, m_add, m_settle, m_find;
};
