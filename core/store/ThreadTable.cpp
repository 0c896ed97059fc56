// SPDX-License-Identifier: GPL-3.0-or-later
#include "ThreadTable.h"

#include "Sha256.h"

#include <QtEndian>

#include <algorithm>

namespace
{
// A hostile message may name thousands; its nearest ancestors stand last.
constexpr qsizetype referencesAsked = 32;
constexpr qsizetype worthWriting = 8192;

qint64 hashOf(const QByteArray &messageId)
{
    return qFromLittleEndian<qint64>(Sha256::of(messageId).constData());
}
} // namespace

ThreadTable::ThreadTable(SQLite::Database &database)
    : m_find(database, "SELECT thread FROM thread_member WHERE hash = ?"),
      m_insert(database, "INSERT OR IGNORE INTO thread_member(hash, thread) VALUES(?, ?)"),
      m_newer(database, "SELECT id, thread, message_id FROM message WHERE id > ? ORDER BY id"),
      m_message(database, "SELECT thread, message_id FROM message WHERE id = ?"),
      m_writtenUpTo(database, "SELECT value FROM setting WHERE key = 'threads_written'"),
      m_setWrittenUpTo(database, "INSERT OR REPLACE INTO setting(key, value) VALUES('threads_written', ?)")
{
}

void ThreadTable::load()
{
    if (Query query(m_writtenUpTo); query->executeStep())
        m_written = query.integer(0);
    m_newest = m_written;
    Query query(m_newer);
    query.bind(m_written);
    while (query->executeStep()) {
        m_newest = query.integer(0);
        const QByteArray messageId = query.bytes(2);
        if (!messageId.isEmpty() && find(messageId) == 0)
            m_unwritten.insert(hashOf(messageId), query.integer(1));
    }
}

ThreadId ThreadTable::find(const QByteArray &messageId)
{
    if (messageId.isEmpty())
        return 0;
    const qint64 hash = hashOf(messageId);
    if (const ThreadId thread = m_unwritten.value(hash))
        return thread;
    Query query(m_find);
    query.bind(hash);
    return query->executeStep() ? query.integer(0) : 0;
}

ThreadId ThreadTable::enter(const MessageSummary &summary)
{
    ThreadId thread = find(summary.inReplyTo);
    const qsizetype first = std::max<qsizetype>(0, summary.references.size() - referencesAsked);
    for (qsizetype i = summary.references.size() - 1; i >= first && thread == 0; --i)
        thread = find(summary.references[i]);
    // The same message may come twice, by a list and directly.
    const ThreadId known = find(summary.messageId);
    if (thread == 0)
        thread = known != 0 ? known : summary.id;
    m_newest = std::max(m_newest, summary.id);
    if (known == 0 && !summary.messageId.isEmpty())
        keep(hashOf(summary.messageId), thread);
    // load() looks at newer messages only.
    if (summary.id <= m_written && known == 0 && !summary.messageId.isEmpty()) {
        Query query(m_insert);
        query.bind(hashOf(summary.messageId), thread);
        query->exec();
    }
    return thread;
}

void ThreadTable::keep(qint64 hash, ThreadId thread)
{
    m_unwritten.insert(hash, thread);
    m_added.push_back(hash);
}

void ThreadTable::keepRemoved(MessageId message)
{
    if (message <= m_written)
        return; // in the table
    Query query(m_message);
    query.bind(message);
    if (!query->executeStep() || query.bytes(1).isEmpty())
        return;
    const qint64 hash = hashOf(query.bytes(1));
    Query insert(m_insert);
    insert.bind(hash, m_unwritten.value(hash, query.integer(0)));
    insert->exec();
}

void ThreadTable::flush()
{
    if (m_unwritten.size() < worthWriting)
        return;
    std::vector<qint64> hashes(m_unwritten.keyBegin(), m_unwritten.keyEnd());
    std::sort(hashes.begin(), hashes.end());
    for (const qint64 hash : hashes) {
        Query query(m_insert);
        query.bind(hash, m_unwritten.value(hash));
        query->exec();
    }
    Query query(m_setWrittenUpTo);
    query.bind(m_newest);
    query->exec();
    m_flushing = true;
}

void ThreadTable::confirm()
{
    if (m_flushing) {
        m_unwritten.clear();
        m_written = m_newest;
    }
    m_flushing = false;
    m_added.clear();
}

void ThreadTable::discard()
{
    for (const qint64 hash : m_added)
        m_unwritten.remove(hash);
    m_added.clear();
    m_flushing = false;
}
