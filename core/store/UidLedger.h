// SPDX-License-Identifier: GPL-3.0-or-later
//
// UidLedger keeps the ledger rows of all accounts. A row outlives its message, so that what was deleted here
// is not fetched again. Used inside guard() or a transaction; throws SQLite::Exception.
#pragma once

#include "Database.h"
#include "Ledger.h"

#include <optional>

class UidLedger
{
public:
    explicit UidLedger(SQLite::Database &database);

    Ledger ofAccount(AccountId account);
    std::optional<LedgerEntry> find(AccountId account, const QByteArray &uidl, int occurrence);
    // Adds or replaces by (account, uidl, occurrence).
    void put(AccountId account, const LedgerEntry &entry);
    // Whether any row of this message says that it is on the server.
    bool isOnServer(MessageId message);

private:
    static LedgerEntry entryOf(const Query &row);

    SQLite::Statement m_ofAccount, m_find, m_put, m_onServer;
};
