// SPDX-License-Identifier: GPL-3.0-or-later
#include "SenderHistory.h"

#include "RowScan.h"

SenderHistory::SenderHistory(SQLite::Database &database)
    : m_database(database), m_newest(database, "SELECT max(id) FROM message"),
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

std::vector<qint64> SenderHistory::folders()
{
    std::vector<qint64> folders;
    Query query(m_folders);
    while (query->executeStep())
        folders.push_back(query.integer(0));
    return folders;
}

std::vector<SenderCount> SenderHistory::update()
{
    qint64 newest = 0;
    if (Query query(m_newest); query->executeStep())
        newest = query.integer(0);
    const auto take = [this](const RowScan::Row &row) {
        add(row.integer(0), row.integer(1));
        return RowScan::Then::GoOn;
    };
    // The table itself is ten times as large as its index and is read for what is new alone.
    if (m_read == 0) {
        for (const qint64 folder : folders())
            RowScan::run(m_database, {"sender, date", "message", "folder = ?", "id <= ?", ""},
                         {folder, newest}, take);
    } else if (newest > m_read) {
        RowScan::run(m_database,
                     {"sender, date", "message", "id > ? AND id <= ?",
                      "folder IN (SELECT id FROM folder WHERE kind <> 3)", ""},
                     {m_read, newest}, take);
    }
    m_read = qMax(m_read, newest);

    std::vector<SenderCount> frequent;
    frequent.reserve(m_frequent.size());
    for (const qint64 sender : m_frequent) {
        Query query(m_address);
        if (query.bind(sender)->executeStep()) {
            const Count count = m_counts.value(sender);
            frequent.push_back({{query.text(0), query.text(1)}, count.messages, count.since});
        }
    }
    m_frequent.clear();
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
