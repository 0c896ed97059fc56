// SPDX-License-Identifier: GPL-3.0-or-later
#include "ThreadTable.h"

#include "Sha256.h"

#include <QtEndian>

#include <algorithm>

namespace
{
// A hostile message may name thousands; its nearest ancestors stand last, and the first is the oldest of all.
constexpr qsizetype referencesAsked = 32;
constexpr qsizetype worthWriting = 8192;

qint64 hashOf(const QByteArray &messageId)
{
    return qFromLittleEndian<qint64>(Sha256::of(messageId).constData());
}

// Programs that write "<1>" into every message would make one conversation of them all.
bool isUsable(const QByteArray &messageId)
{
    return messageId.size() >= 3 && messageId.contains('@');
}

// The ids that the message hangs together with others by; its own comes first, where it has one.
std::vector<qint64> hashesOf(const QByteArray &own, const QByteArray &inReplyTo,
                             const QByteArrayList &references)
{
    std::vector<qint64> hashes;
    const auto add = [&hashes](const QByteArray &id) {
        if (!isUsable(id))
            return;
        const qint64 hash = hashOf(id);
        if (std::find(hashes.begin(), hashes.end(), hash) == hashes.end())
            hashes.push_back(hash);
    };
    add(own);
    add(inReplyTo);
    const qsizetype first = std::max<qsizetype>(0, references.size() - referencesAsked);
    for (qsizetype i = references.size() - 1; i >= first; --i)
        add(references[i]);
    if (first > 0)
        add(references.front());
    return hashes;
}

// From a row of id, thread, message_id, in_reply_to and reference_ids.
std::vector<qint64> hashesOf(const Query &row)
{
    const QByteArray references = row.bytes(4);
    return hashesOf(row.bytes(2), row.bytes(3),
                    references.isEmpty() ? QByteArrayList() : references.split('\n'));
}
} // namespace

ThreadTable::ThreadTable(SQLite::Database &database)
    : m_database(database), m_find(database, "SELECT thread FROM thread_member WHERE hash = ?"),
      m_insert(database, "INSERT OR IGNORE INTO thread_member(hash, thread) VALUES(?, ?)"),
      m_newer(database, "SELECT id, thread, message_id, in_reply_to, reference_ids FROM message "
                        "WHERE id > ? ORDER BY id"),
      m_message(database,
                "SELECT id, thread, message_id, in_reply_to, reference_ids FROM message WHERE id = ?"),
      m_writtenUpTo(database, "SELECT value FROM setting WHERE key = 'threads_written'"),
      m_setWrittenUpTo(database, "INSERT OR REPLACE INTO setting(key, value) VALUES('threads_written', ?)"),
      m_size(database, "SELECT (SELECT count(*) FROM message WHERE thread = ?1 AND thread <> id) + "
                       "(SELECT count(*) FROM thread_member WHERE thread = ?1)"),
      m_moveFirst(database, "UPDATE message SET thread = ?2 WHERE id = ?1 AND thread = ?1"),
      m_moveOthers(database, "UPDATE message SET thread = ?2 WHERE thread = ?1 AND thread <> id"),
      m_moveHashes(database, "UPDATE thread_member SET thread = ?2 WHERE thread = ?1")
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
        for (const qint64 hash : hashesOf(query)) {
            if (find(hash) == 0)
                m_unwritten.insert(hash, query.integer(1));
        }
    }
}

ThreadId ThreadTable::find(qint64 hash)
{
    if (const ThreadId thread = m_unwritten.value(hash))
        return thread;
    Query query(m_find);
    query.bind(hash);
    return query->executeStep() ? query.integer(0) : 0;
}

ThreadId ThreadTable::enter(MessageSummary &summary)
{
    const std::vector<qint64> hashes = hashesOf(summary.messageId, summary.inReplyTo, summary.references);
    std::vector<ThreadId> threads;
    std::vector<qint64> unknown;
    for (const qint64 hash : hashes) {
        const ThreadId thread = find(hash);
        if (thread == 0)
            unknown.push_back(hash);
        else if (std::find(threads.begin(), threads.end(), thread) == threads.end())
            threads.push_back(thread);
    }
    summary.joined.clear();
    const ThreadId thread = threads.empty() ? summary.id : join(threads, summary.joined);
    m_newest = std::max(m_newest, summary.id);
    for (const qint64 hash : unknown) {
        // load() looks at newer messages only.
        if (summary.id <= m_written)
            write(hash, thread);
        else
            keep(hash, thread);
    }
    return thread;
}

// Each message is renumbered a few times at most, however conversations grow together: each time its
// conversation has become twice as large.
ThreadId ThreadTable::join(const std::vector<ThreadId> &threads, std::vector<ThreadId> &joined)
{
    ThreadId largest = threads.front();
    if (threads.size() == 1)
        return largest;
    qint64 most = sizeOf(largest);
    for (const ThreadId thread : threads) {
        const qint64 size = sizeOf(thread);
        if (size > most || (size == most && thread < largest)) {
            largest = thread;
            most = size;
        }
    }
    for (const ThreadId thread : threads) {
        if (thread == largest)
            continue;
        renumber(thread, largest);
        joined.push_back(thread);
    }
    return largest;
}

qint64 ThreadTable::sizeOf(ThreadId thread)
{
    Query query(m_size);
    query.bind(thread);
    return query->executeStep() ? query.integer(0) : 0;
}

void ThreadTable::renumber(ThreadId from, ThreadId to)
{
    for (SQLite::Statement *statement : {&m_moveFirst, &m_moveOthers, &m_moveHashes}) {
        Query query(*statement);
        query.bind(from, to);
        query->exec();
    }
    for (auto entry = m_unwritten.begin(); entry != m_unwritten.end(); ++entry) {
        if (entry.value() != from)
            continue;
        m_renumbered.emplace_back(entry.key(), from);
        entry.value() = to;
    }
}

void ThreadTable::keep(qint64 hash, ThreadId thread)
{
    m_unwritten.insert(hash, thread);
    m_added.push_back(hash);
}

void ThreadTable::write(qint64 hash, ThreadId thread)
{
    Query query(m_insert);
    query.bind(hash, thread);
    query->exec();
}

void ThreadTable::keepRemoved(MessageId message)
{
    if (message <= m_written)
        return; // in the table
    Query query(m_message);
    query.bind(message);
    if (!query->executeStep())
        return;
    for (const qint64 hash : hashesOf(query))
        write(hash, m_unwritten.value(hash, query.integer(1)));
}

void ThreadTable::flush()
{
    if (m_unwritten.size() >= worthWriting)
        writeAll();
}

void ThreadTable::writeAll()
{
    std::vector<qint64> hashes(m_unwritten.keyBegin(), m_unwritten.keyEnd());
    std::sort(hashes.begin(), hashes.end());
    for (const qint64 hash : hashes)
        write(hash, m_unwritten.value(hash));
    Query query(m_setWrittenUpTo);
    query.bind(m_newest);
    query->exec();
    m_flushing = true;
}

qint64 ThreadTable::countWrong(SQLite::Database &database, const Cancellation &cancellation,
                               const std::function<void(ThreadId)> &affected)
{
    SQLite::Statement messages(database, "SELECT id, thread, message_id, in_reply_to, reference_ids, (SELECT "
                                         "value FROM setting WHERE key = 'threads_written') FROM message "
                                         "ORDER BY id");
    SQLite::Statement find(database, "SELECT thread FROM thread_member WHERE hash = ?");
    QHash<qint64, ThreadId> unwritten; // of messages whose ids the writer keeps in memory
    qint64 wrong = 0;
    Query row(messages);
    while (!cancellation.isCancelled() && row->executeStep()) {
        const MessageId id = row.integer(0);
        const ThreadId thread = row.integer(1);
        const std::vector<qint64> hashes = hashesOf(row);
        bool isRight = !hashes.empty() || thread == id;
        for (const qint64 hash : hashes) {
            ThreadId entered = 0;
            Query query(find);
            if (query.bind(hash)->executeStep())
                entered = query.integer(0);
            else if (id > row.integer(5))
                entered = unwritten.value(hash, thread);
            if (entered == thread) {
                if (id > row.integer(5))
                    unwritten.insert(hash, thread);
                continue;
            }
            isRight = false;
            if (affected && entered != 0)
                affected(entered);
        }
        wrong += isRight ? 0 : 1;
        if (affected && !isRight)
            affected(thread);
    }
    return wrong;
}

qint64 ThreadTable::mend()
{
    m_beforeMending = Memory{m_unwritten, m_written};
    writeAll();
    m_unwritten.clear();
    m_written = m_newest;
    Cancellation never;
    std::vector<ThreadId> affected;
    const qint64 wrong =
        countWrong(m_database, never, [&affected](ThreadId thread) { affected.push_back(thread); });
    std::sort(affected.begin(), affected.end());
    affected.erase(std::unique(affected.begin(), affected.end()), affected.end());
    SQLite::Statement setThread(m_database, "UPDATE message SET thread = ? WHERE id = ?");
    for (const MessageId message : takeApart(affected)) {
        MessageSummary summary;
        summary.id = message;
        {
            Query row(m_message);
            row.bind(message);
            if (!row->executeStep())
                continue;
            summary.messageId = row.bytes(2);
            summary.inReplyTo = row.bytes(3);
            if (const QByteArray references = row.bytes(4); !references.isEmpty())
                summary.references = references.split('\n');
        }
        const ThreadId thread = enter(summary);
        Query query(setThread);
        query.bind(thread, message);
        query->exec();
    }
    return wrong;
}

// Each message of these conversations is one of its own afterwards; their ids, ascending.
std::vector<MessageId> ThreadTable::takeApart(const std::vector<ThreadId> &threads)
{
    SQLite::Statement first(m_database, "SELECT id FROM message WHERE id = ?1 AND thread = ?1");
    SQLite::Statement others(m_database, "SELECT id FROM message WHERE thread = ?1 AND thread <> id");
    SQLite::Statement setOthers(m_database,
                                "UPDATE message SET thread = id WHERE thread = ?1 AND thread <> id");
    SQLite::Statement forget(m_database, "DELETE FROM thread_member WHERE thread = ?1");
    std::vector<MessageId> messages;
    for (const ThreadId thread : threads) {
        for (SQLite::Statement *statement : {&first, &others, &setOthers, &forget}) {
            Query query(*statement);
            query.bind(thread);
            while (query->executeStep())
                messages.push_back(query.integer(0));
        }
    }
    std::sort(messages.begin(), messages.end());
    return messages;
}

void ThreadTable::confirm()
{
    m_beforeMending.reset();
    if (m_flushing) {
        m_unwritten.clear();
        m_written = m_newest;
    }
    m_flushing = false;
    m_added.clear();
    m_renumbered.clear();
}

void ThreadTable::discard()
{
    if (m_beforeMending) {
        m_unwritten = std::move(m_beforeMending->unwritten);
        m_written = m_beforeMending->written;
        m_beforeMending.reset();
    }
    for (auto entry = m_renumbered.rbegin(); entry != m_renumbered.rend(); ++entry)
        m_unwritten.insert(entry->first, entry->second);
    for (const qint64 hash : m_added)
        m_unwritten.remove(hash);
    m_added.clear();
    m_renumbered.clear();
    m_flushing = false;
}
