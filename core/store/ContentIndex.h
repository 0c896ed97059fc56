// SPDX-License-Identifier: GPL-3.0-or-later
//
// ContentIndex finds messages by the hash of their bytes. It lives in memory and is read from the catalogue
// when it is first asked: equal messages are looked for rarely, and an index on disk would be touched at
// random by every message that arrives. Store thread only; load() throws SQLite::Exception.
#pragma once

#include "Database.h"
#include "Identifiers.h"

#include <optional>
#include <unordered_map>

class ContentIndex
{
public:
    explicit ContentIndex(SQLite::Database &database);

    bool isLoaded() const { return m_loaded; }
    void load();
    void add(AccountId account, const QByteArray &sha256, MessageId message);
    // Messages that may be equal: a quarter of the hash was compared.
    std::vector<MessageId> candidates(AccountId account, const QByteArray &sha256) const;
    void drop();

private:
    static quint64 keyOf(AccountId account, const QByteArray &sha256);

    SQLite::Statement m_all;
    bool m_loaded = false;
    std::unordered_multimap<quint64, MessageId> m_messages;
};
