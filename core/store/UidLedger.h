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
    // The rows that point to this message, with their accounts.
    std::vector<std::pair<AccountId, LedgerEntry>> ofMessage(MessageId message);
    // Adds or replaces by (account, uidl, occurrence).
    void put(AccountId account, const LedgerEntry &entry);
    // Forgets what went from the server before this time.
    void forgetGone(AccountId account, qint64 before);
    // Whether any row of this message says that it is on the server.
    bool isOnServer(MessageId message);

private:
    static LedgerEntry entryOf(const Query &row);

    SQLite::Statement m_ofAccount, m_ofMessage, m_find, m_put, m_onServer, m_forget;
};
