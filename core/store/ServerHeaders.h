// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerHeaders keeps what was read of the headers of messages that are on a server and not here: a cache
// that is bounded in rows and in what each may hold. Used inside guard() or a transaction; throws
// SQLite::Exception.
#pragma once

#include "Database.h"
#include "Identifiers.h"
#include "ServerHeader.h"
#include "ServerMessage.h"

#include <vector>

class ServerHeaders
{
public:
    static constexpr int mostRows = 50'000;       // of one account; the oldest go
    static constexpr qsizetype longestText = 300; // characters, of subject and of sender

    explicit ServerHeaders(SQLite::Database &database);

    void put(AccountId account, const ServerHeader &header);
    // Down to mostRows.
    void bound(AccountId account);
    // Those of messages that are here, or gone from the server.
    void prune(AccountId account);
    // The messages on the server that are not here and have no header.
    std::vector<ServerMessageKey> missing(AccountId account);

private:
    SQLite::Statement m_put, m_bound, m_prune, m_missing;
};
