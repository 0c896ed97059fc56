// SPDX-License-Identifier: GPL-3.0-or-later
//
// SegmentTable keeps what the catalogue has taken in of each segment of the vault, and the catalogue's single
// values. Used inside guard() or a transaction; throws SQLite::Exception.
#pragma once

#include "Database.h"
#include "Vault.h"

#include <map>

class SegmentTable
{
public:
    explicit SegmentTable(SQLite::Database &database);

    std::vector<SegmentEntry> all(); // by number
    void put(const SegmentEntry &segment);
    // Counts bytes of records that nothing points to any more.
    void addDead(int segment, qint64 bytes);
    qint64 dead(int segment);
    // Of the segments that have any.
    std::map<int, qint64> deadBytes();
    void remove(int segment);

    // Settings; an absent one is 0 or empty.
    qint64 number(const std::string &key);
    QByteArray bytes(const std::string &key);
    void set(const std::string &key, qint64 value);
    void set(const std::string &key, const QByteArray &value);

private:
    SQLite::Statement m_all, m_put, m_addDead, m_dead, m_deadBytes, m_remove, m_get, m_set;
};
