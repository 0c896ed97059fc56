// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerHeaders.h"

// States of the ledger: 4 new, 5 fetching. Of what is here, also of a beginning, the catalogue has the
// header.
ServerHeaders::ServerHeaders(SQLite::Database &database)
    : m_put(database,
            "INSERT OR REPLACE INTO server_header(account, uidl, occurrence, date, sender, subject) "
            "VALUES(?, ?, ?, ?, ?, ?)"),
      m_bound(database,
              "DELETE FROM server_header WHERE account = ?1 AND (uidl, occurrence) IN (SELECT uidl, "
              "occurrence FROM server_header WHERE account = ?1 ORDER BY date DESC LIMIT -1 OFFSET ?2)"),
      m_prune(database,
              "DELETE FROM server_header AS h WHERE account = ? AND NOT EXISTS (SELECT 1 FROM uidl u "
              "WHERE u.account = h.account AND u.uidl = h.uidl AND u.occurrence = h.occurrence AND "
              "u.state IN (4, 5))"),
      m_missing(database, "SELECT u.uidl, u.occurrence FROM uidl u LEFT JOIN server_header h ON "
                          "h.account = u.account AND h.uidl = u.uidl AND h.occurrence = u.occurrence "
                          "WHERE u.account = ? AND u.state IN (4, 5) AND h.account IS NULL")
{
}

void ServerHeaders::put(AccountId account, const ServerHeader &header)
{
    const std::string sender = header.sender.left(longestText).toStdString();
    const std::string subject = header.subject.left(longestText).toStdString();
    Query query(m_put);
    query.bind(account, header.uidl, header.occurrence, header.date, sender, subject);
    query->exec();
}

void ServerHeaders::bound(AccountId account)
{
    Query query(m_bound);
    query.bind(account, qint64(mostRows));
    query->exec();
}

void ServerHeaders::prune(AccountId account)
{
    Query query(m_prune);
    query.bind(account);
    query->exec();
}

std::vector<ServerMessageKey> ServerHeaders::missing(AccountId account)
{
    std::vector<ServerMessageKey> keys;
    Query row(m_missing);
    row.bind(account);
    while (row->executeStep())
        keys.push_back({account, row.bytes(0), static_cast<int>(row.integer(1))});
    return keys;
}
