// SPDX-License-Identifier: GPL-3.0-or-later
//
// SenderHistory knows how often and since when each sender has written: all messages but those in Junk. It is
// read once from the covering index of the lists, a quarter of a second for a million messages, and from then
// on what has come since is added; a message that is moved or removed later counts as long as the reader
// lives. Reader threads; throws SQLite::Exception.
#pragma once

#include "Database.h"
#include "SenderCount.h"

#include <QHash>

#include <vector>

class SenderHistory
{
public:
    static constexpr int often = 3; // messages

    explicit SenderHistory(SQLite::Database &database);

    // Reads what has come. Those who have now written often under one name; each is told once.
    std::vector<SenderCount> update();
    // Of an address, whatever its names; as of the last update().
    SenderCount ofAddress(const QString &address);

private:
    struct Count {
        int messages = 0;
        qint64 since = 0;
    };
    std::vector<qint64> folders(); // that count
    void add(qint64 sender, qint64 date);

    SQLite::Database &m_database;
    SQLite::Statement m_newest, m_folders, m_address, m_ids;
    qint64 m_read = 0;              // the newest message that is counted
    QHash<qint64, Count> m_counts;  // by number of address and name
    std::vector<qint64> m_frequent; // that have become so
};
