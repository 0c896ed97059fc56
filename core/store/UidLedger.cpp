// SPDX-License-Identifier: GPL-3.0-or-later
#include "UidLedger.h"

// The ninth column says whether one of those behind it needs to be read: in nearly all rows they are 0 or empty,
// and a check reads the rows of a whole mailbox.
#define LEDGER_COLUMNS                                                                                       \
    "uidl, occurrence, state, message, listed_size, fingerprint, first_seen, last_seen, "                    \
    "gone_since + choice + wanted + attempts + last_attempt + length(trouble), "                             \
    "gone_since, choice, wanted, attempts, last_attempt, trouble"

UidLedger::UidLedger(SQLite::Database &database)
    : m_ofAccount(database,
                  "SELECT " LEDGER_COLUMNS " FROM uidl WHERE account = ? ORDER BY uidl, occurrence"),
      m_ofMessage(database, "SELECT " LEDGER_COLUMNS ", account FROM uidl WHERE message = ?"),
      m_find(database,
             "SELECT " LEDGER_COLUMNS " FROM uidl WHERE account = ? AND uidl = ? AND occurrence = ?"),
      m_put(database,
            "INSERT OR REPLACE INTO uidl(account, uidl, occurrence, state, message, listed_size, "
            "fingerprint, first_seen, last_seen, gone_since, choice, wanted, attempts, last_attempt, "
            "trouble) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      m_onServer(database, "SELECT 1 FROM uidl WHERE message = ? AND state <> 3 LIMIT 1"),
      m_forget(database, "DELETE FROM uidl WHERE account = ? AND state = 3 AND gone_since < ?")
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
    if (row.integer(8) == 0)
        return entry;
    entry.goneSince = row.integer(9);
    entry.choice = static_cast<ServerChoice>(row.integer(10));
    entry.wanted = row.integer(11) != 0;
    entry.attempts = static_cast<int>(row.integer(12));
    entry.lastAttempt = row.integer(13);
    entry.trouble = row.text(14);
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

std::vector<std::pair<AccountId, LedgerEntry>> UidLedger::ofMessage(MessageId message)
{
    std::vector<std::pair<AccountId, LedgerEntry>> rows;
    Query query(m_ofMessage);
    query.bind(message);
    while (query->executeStep())
        rows.emplace_back(static_cast<AccountId>(query.integer(15)), entryOf(query));
    return rows;
}

void UidLedger::put(AccountId account, const LedgerEntry &entry)
{
    const std::string trouble = entry.trouble.toStdString();
    Query query(m_put);
    query.bind(account, entry.uidl, entry.occurrence, static_cast<qint64>(entry.state), entry.message,
               entry.listedSize, entry.fingerprint, entry.firstSeen, entry.lastSeen, entry.goneSince,
               static_cast<qint64>(entry.choice), entry.wanted, entry.attempts, entry.lastAttempt, trouble);
    query->exec();
}

void UidLedger::forgetGone(AccountId account, qint64 before)
{
    Query query(m_forget);
    query.bind(account, before);
    query->exec();
}

bool UidLedger::isOnServer(MessageId message)
{
    Query query(m_onServer);
    query.bind(message);
    return query->executeStep();
}
