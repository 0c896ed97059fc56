// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerList reads an account's ledger together with what is here of each message: the rows of "mail on the
// server", and what retention asks of them. Used inside guard() or a transaction; throws SQLite::Exception.
#pragma once

#include "Database.h"
#include "Ledger.h"
#include "ServerMessage.h"

class ServerList
{
public:
    explicit ServerList(SQLite::Database &database);

    std::vector<ServerMessage> messages(AccountId account);
    std::vector<LocalPlace> places(AccountId account);

private:
    SQLite::Statement m_messages, m_places;
};
