// SPDX-License-Identifier: GPL-3.0-or-later
//
// SenderHistory knows how often and since when each sender has written: all messages but those in Junk. It is
// read once from the covering index of the lists, in parts, since that takes a fifth of a second for a
// million messages; from then on what has come since is added. A message that is moved or removed later
// counts as long as the reader lives. Reader threads; throws SQLite::Exception.
#pragma once

#include "Database.h"
#include "SenderCount.h"

#include <QHash>

#include <vector>

class SenderHistory
{
public:
    static constexpr int often = 3; // messages

    // `rowsAtOnce`: what one part is, about; messages of one second are never parted.
    explicit SenderHistory(SQLite::Database &database, int rowsAtOnce = 4 * 1024);

    // Reads the next part of what is not counted yet, some milliseconds' worth. False when nothing is left.
    bool readOn();
    // At most `most` of those who have now written often under one name; each is told once.
    std::vector<SenderCount> newFrequent(size_t most);
    // Of an address, whatever its names; as far as it is read.
    SenderCount ofAddress(const QString &address);

private:
    struct Count {
        int messages = 0;
        qint64 since = 0;
    };
    // Where the first reading goes on.
    struct Place {
        qint64 folder = 0;
        qint64 date = 0;
    };
    void begin();
    void readFolderOn();
    void readNew(qint64 newest);
    qint64 newestMessage();
    void add(qint64 sender, qint64 date);

    SQLite::Database &m_database;
    const int m_rowsAtOnce;
    SQLite::Statement m_newest, m_folders, m_address, m_ids;
    std::vector<Place> m_places; // folders that are to be read, the last first
    bool m_hasBegun = false;
    qint64 m_read = 0;              // the newest message that is counted
    QHash<qint64, Count> m_counts;  // by number of address and name
    std::vector<qint64> m_frequent; // that have become so
};
