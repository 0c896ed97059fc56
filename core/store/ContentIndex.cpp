// SPDX-License-Identifier: GPL-3.0-or-later
#include "ContentIndex.h"

#include <QtEndian>

ContentIndex::ContentIndex(SQLite::Database &database)
    : m_all(database, "SELECT id, account, hash FROM message")
{
}

quint64 ContentIndex::keyOf(AccountId account, const QByteArray &sha256)
{
    return sha256.size() < 8 ? account : qFromLittleEndian<quint64>(sha256.constData()) ^ account;
}

void ContentIndex::load()
{
    if (m_loaded)
        return;
    Query query(m_all);
    while (query->executeStep())
        m_messages.emplace(keyOf(static_cast<AccountId>(query.integer(1)), query.bytes(2)), query.integer(0));
    m_loaded = true;
}

void ContentIndex::add(AccountId account, const QByteArray &sha256, MessageId message)
{
    if (m_loaded)
        m_messages.emplace(keyOf(account, sha256), message);
}

std::vector<MessageId> ContentIndex::candidates(AccountId account, const QByteArray &sha256) const
{
    std::vector<MessageId> found;
    const auto [begin, end] = m_messages.equal_range(keyOf(account, sha256));
    for (auto entry = begin; entry != end; ++entry)
        found.push_back(entry->second);
    return found;
}

void ContentIndex::drop()
{
    m_messages = {};
    m_loaded = false;
}
