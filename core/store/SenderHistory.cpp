// SPDX-License-Identifier: GPL-3.0-or-later
#include "SenderHistory.h"

#include "RowScan.h"

#include <limits>

SenderHistory::SenderHistory(SQLite::Database &database, int rowsAtOnce)
    : m_database(database), m_rowsAtOnce(rowsAtOnce), m_newest(database, "SELECT max(id) FROM message"),
      m_folders(database, "SELECT id FROM folder WHERE kind <> 3"),
      m_address(database, "SELECT name, address FROM address WHERE id = ?"),
      m_ids(database, "SELECT id FROM address WHERE address = ?")
{
}

void SenderHistory::add(qint64 sender, qint64 date)
{
    Count &count = m_counts[sender];
    count.since = count.messages == 0 ? date : qMin(count.since, date);
    if (++count.messages == often)
        m_frequent.push_back(sender);
}

qint64 SenderHistory::newestMessage()
{
    Query query(m_newest);
    return query->executeStep() ? query.integer(0) : 0;
}

bool SenderHistory::readOn()
{
    if (!m_hasBegun)
        begin();
    if (!m_places.empty()) {
        readFolderOn();
        return true;
    }
    if (const qint64 newest = newestMessage(); newest > m_read)
        readNew(newest);
    return false;
}

void SenderHistory::begin()
{
    m_hasBegun = true;
    m_read = newestMessage();
    Query query(m_folders);
    while (query->executeStep())
        m_places.push_back({query.integer(0), std::numeric_limits<qint64>::min()});
}

// By date, as the index has them, and never from the middle of a second.
void SenderHistory::readFolderOn()
{
    const Place from = m_places.back();
    m_places.pop_back();
    int rows = 0;
    qint64 last = from.date;
    RowScan::run(m_database, {"sender, date", "message", "folder = ? AND date >= ?", "id <= ?", "date"},
                 {from.folder, from.date, m_read}, [&](const RowScan::Row &row) {
                     const qint64 date = row.integer(1);
                     if (rows >= m_rowsAtOnce && date != last) {
                         m_places.push_back({from.folder, date});
                         return RowScan::Then::Stop;
                     }
                     ++rows;
                     last = date;
                     add(row.integer(0), date);
                     return RowScan::Then::GoOn;
                 });
}

// The table itself is ten times as large as its index, and is read for what is new alone.
void SenderHistory::readNew(qint64 newest)
{
    RowScan::run(m_database,
                 {"sender, date", "message", "id > ? AND id <= ?",
                  "folder IN (SELECT id FROM folder WHERE kind <> 3)", ""},
                 {m_read, newest}, [this](const RowScan::Row &row) {
                     add(row.integer(0), row.integer(1));
                     return RowScan::Then::GoOn;
                 });
    m_read = newest;
}

std::vector<SenderCount> SenderHistory::newFrequent(size_t most)
{
    std::vector<SenderCount> frequent;
    while (!m_frequent.empty() && frequent.size() < most) {
        const qint64 sender = m_frequent.back();
        m_frequent.pop_back();
        Query query(m_address);
        if (query.bind(sender)->executeStep()) {
            const Count count = m_counts.value(sender);
            frequent.push_back({{query.text(0), query.text(1)}, count.messages, count.since});
        }
    }
    return frequent;
}

SenderCount SenderHistory::ofAddress(const QString &address)
{
    SenderCount all{{{}, address}};
    const std::string text = address.toStdString();
    Query query(m_ids);
    query.bind(text);
    while (query->executeStep()) {
        const auto count = m_counts.constFind(query.integer(0));
        if (count == m_counts.cend())
            continue;
        all.since = all.messages == 0 ? count->since : qMin(all.since, count->since);
        all.messages += count->messages;
    }
    return all;
}
