// SPDX-License-Identifier: GPL-3.0-or-later
#include "UidLedger.h"

#define LEDGER_COLUMNS                                                                                       \
    "SELECT uidl, occurrence, state, message, listed_size, fingerprint, first_seen, last_seen, gone_since "  \
    "FROM uidl WHERE account = ? "

UidLedger::UidLedger(SQLite::Database &database)
    : m_ofAccount(database, LEDGER_COLUMNS "ORDER BY uidl, occurrence"),
      m_find(database, LEDGER_COLUMNS "AND uidl = ? AND occurrence = ?"),
      m_put(database, "INSERT OR REPLACE INTO uidl(account, uidl, occurrence, state, message, listed_size, "
                      "fingerprint, first_seen, last_seen, gone_since) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      m_onServer(database, "SELECT 1 FROM uidl WHERE message = ? AND state IN (1, 2) LIMIT 1")
{
}

LedgerEntry UidLedger::entryOf(const Query &row)
{
    LedgerEntry entry;
    entry.uidl = row.bytes(0);
    entry.occurrence = static_cast<int>(row.integer(1));
    entry.state = static_cast<LedgerState>(row.integer(2));
    entry.message = row.integer(3);
    entry.listedSize = row.integer(4);
    entry.fingerprint = row.bytes(5);
    entry.firstSeen = row.integer(6);
    entry.lastSeen = row.integer(7);
    entry.goneSince = row.integer(8);
    return entry;
}

Ledger UidLedger::ofAccount(AccountId account)
{
    Ledger ledger;
    Query query(m_ofAccount);
    query.bind(account);
    while (query->executeStep())
        ledger.push_back(entryOf(query));
    return ledger;
}

std::optional<LedgerEntry> UidLedger::find(AccountId account, const QByteArray &uidl, int occurrence)
{
    Query query(m_find);
    query.bind(account, uidl, occurrence);
    if (!query->executeStep())
        return {};
    return entryOf(query);
}

void UidLedger::put(AccountId account, const LedgerEntry &entry)
{
    Query query(m_put);
    query.bind(account, entry.uidl, entry.occurrence, static_cast<qint64>(entry.state), entry.message,
               entry.listedSize, entry.fingerprint, entry.firstSeen, entry.lastSeen, entry.goneSince);
    query->exec();
}

bool UidLedger::isOnServer(MessageId message)
{
    Query query(m_onServer);
    query.bind(message);
    return query->executeStep();
}
