// SPDX-License-Identifier: GPL-3.0-or-later
#include "ThreadTable.h"

#include "Sha256.h"

#include <QtEndian>

namespace
{
// A hostile message may name thousands; its nearest ancestors stand last.
constexpr qsizetype referencesAsked = 32;

qint64 hashOf(const QByteArray &messageId)
{
    static thread_local Sha256 hash;
    hash.add(messageId);
    return qFromLittleEndian<qint64>(hash.finish().constData());
}
} // namespace

ThreadTable::ThreadTable(SQLite::Database &database)
    : m_find(database, "SELECT thread FROM thread_member WHERE hash = ?"),
      m_insert(database, "INSERT OR IGNORE INTO thread_member(hash, thread) VALUES(?, ?)")
{
}

ThreadId ThreadTable::find(const QByteArray &messageId)
{
    if (messageId.isEmpty())
        return 0;
    Query query(m_find);
    query.bind(hashOf(messageId));
    return query->executeStep() ? query.integer(0) : 0;
}

ThreadId ThreadTable::enter(const MessageSummary &summary)
{
    ThreadId thread = find(summary.inReplyTo);
    const qsizetype first = qMax<qsizetype>(0, summary.references.size() - referencesAsked);
    for (qsizetype i = summary.references.size() - 1; i >= first && thread == 0; --i)
        thread = find(summary.references[i]);
    // The same message may come twice, by a list and directly.
    if (thread == 0)
        thread = find(summary.messageId);
    if (thread == 0)
        thread = summary.id;
    if (!summary.messageId.isEmpty()) {
        Query query(m_insert);
        query.bind(hashOf(summary.messageId), thread);
        query->exec();
    }
    return thread;
}
