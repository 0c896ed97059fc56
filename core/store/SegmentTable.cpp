// SPDX-License-Identifier: GPL-3.0-or-later
#include "SegmentTable.h"

SegmentTable::SegmentTable(SQLite::Database &database)
    : m_all(database, "SELECT number, committed, state FROM segment ORDER BY number"),
      m_put(database, "INSERT INTO segment(number, committed, state) VALUES(?, ?, ?) ON CONFLICT(number) "
                      "DO UPDATE SET committed = excluded.committed, state = excluded.state"),
      m_addDead(database, "INSERT INTO segment(number, committed, dead_bytes, state) VALUES(?, 0, ?, 1) "
                          "ON CONFLICT(number) DO UPDATE SET dead_bytes = dead_bytes + excluded.dead_bytes"),
      m_dead(database, "SELECT dead_bytes FROM segment WHERE number = ?"),
      m_deadBytes(database, "SELECT number, dead_bytes FROM segment WHERE dead_bytes > 0"),
      m_remove(database, "DELETE FROM segment WHERE number = ?"),
      m_get(database, "SELECT value FROM setting WHERE key = ?"),
      m_set(database, "INSERT OR REPLACE INTO setting(key, value) VALUES(?, ?)")
{
}

std::vector<SegmentEntry> SegmentTable::all()
{
    std::vector<SegmentEntry> segments;
    Query query(m_all);
    while (query->executeStep())
        segments.push_back({static_cast<int>(query.integer(0)), query.integer(1),
                            static_cast<SegmentState>(query.integer(2))});
    return segments;
}

void SegmentTable::put(const SegmentEntry &segment)
{
    Query query(m_put);
    query.bind(segment.number, segment.committed, static_cast<qint64>(segment.state));
    query->exec();
}

void SegmentTable::addDead(int segment, qint64 bytes)
{
    Query query(m_addDead);
    query.bind(segment, bytes);
    query->exec();
}

qint64 SegmentTable::dead(int segment)
{
    Query query(m_dead);
    query.bind(segment);
    return query->executeStep() ? query.integer(0) : 0;
}

std::map<int, qint64> SegmentTable::deadBytes()
{
    std::map<int, qint64> dead;
    Query query(m_deadBytes);
    while (query->executeStep())
        dead.emplace(static_cast<int>(query.integer(0)), query.integer(1));
    return dead;
}

void SegmentTable::remove(int segment)
{
    Query query(m_remove);
    query.bind(segment);
    query->exec();
}

qint64 SegmentTable::number(const std::string &key)
{
    Query query(m_get);
    query.bind(key);
    return query->executeStep() ? query.integer(0) : 0;
}

QByteArray SegmentTable::bytes(const std::string &key)
{
    Query query(m_get);
    query.bind(key);
    return query->executeStep() ? query.bytes(0) : QByteArray();
}

void SegmentTable::set(const std::string &key, qint64 value)
{
    Query query(m_set);
    query.bind(key, value);
    query->exec();
}

void SegmentTable::set(const std::string &key, const QByteArray &value)
{
    Query query(m_set);
    query.bind(key, value);
    query->exec();
}
