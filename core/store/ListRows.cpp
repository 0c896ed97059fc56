// SPDX-License-Identifier: GPL-3.0-or-later
#include "ListRows.h"

#include "Folder.h"

#include <QHash>

#include <algorithm>
#include <numeric>

ListRows::ListRows(SQLite::Database &database)
    : m_folders(database, "SELECT id, kind FROM folder ORDER BY id"),
      m_byIndex(database, "SELECT id, date, flags, sender FROM message WHERE folder = ? ORDER BY date"),
      m_withSize(database, "SELECT id, date, flags, size FROM message WHERE folder = ?"),
      m_withSubject(database, "SELECT id, date, flags, 0, subject FROM message WHERE folder = ?"),
      m_address(database, "SELECT name, address FROM address WHERE id = ?")
{
}

std::vector<qint64> ListRows::foldersOf(const ListQuery &query)
{
    if (query.scope == ListQuery::Scope::Folder)
        return {query.folder};
    std::vector<qint64> folders;
    Query rows(m_folders);
    while (rows->executeStep()) {
        const auto kind = static_cast<FolderKind>(rows.integer(1));
        const bool wanted = query.scope == ListQuery::Scope::AllInboxes
                                ? kind == FolderKind::Inbox
                                : kind != FolderKind::Trash && kind != FolderKind::Junk;
        if (wanted)
            folders.push_back(rows.integer(0));
    }
    return folders;
}

std::vector<ListRows::Ranked> ListRows::load(const ListQuery &query)
{
    using Sort = ListQuery::Sort;
    std::vector<Ranked> rows;
    std::vector<QString> subjects;
    SQLite::Statement &statement = query.sort == Sort::Subject ? m_withSubject
                                   : query.sort == Sort::Size  ? m_withSize
                                                               : m_byIndex;
    for (const qint64 folder : foldersOf(query)) {
        Query select(statement);
        select.bind(folder);
        while (select->executeStep()) {
            const Flags flags = Flags::fromInt(static_cast<Flags::Int>(select.integer(2)));
            if (query.scope == ListQuery::Scope::Unread && flags.testFlag(Flag::Read))
                continue;
            if (query.scope == ListQuery::Scope::Starred && !flags.testFlag(Flag::Starred))
                continue;
            rows.push_back({{select.integer(0), select.integer(1), flags}, select.integer(3)});
            if (query.sort == Sort::Subject)
                subjects.push_back(select.text(4).toCaseFolded());
        }
    }
    if (query.sort == Sort::Subject)
        rankSubjects(rows, subjects);
    else if (query.sort == Sort::Sender)
        rankSenders(rows);
    else if (query.sort == Sort::Date)
        for (Ranked &row : rows)
            row.key = 0;
    return rows;
}

namespace
{
// The rank of each text among all; equal texts have the same.
std::vector<qint64> ranksOf(const std::vector<QString> &texts)
{
    std::vector<size_t> order(texts.size());
    std::iota(order.begin(), order.end(), size_t(0));
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return texts[a] < texts[b]; });
    std::vector<qint64> ranks(texts.size());
    qint64 rank = 0;
    for (size_t i = 0; i < order.size(); ++i) {
        if (i > 0 && texts[order[i]] != texts[order[i - 1]])
            ++rank;
        ranks[order[i]] = rank;
    }
    return ranks;
}
} // namespace

void ListRows::rankSubjects(std::vector<Ranked> &rows, const std::vector<QString> &subjects)
{
    const std::vector<qint64> ranks = ranksOf(subjects);
    for (size_t i = 0; i < rows.size(); ++i)
        rows[i].key = ranks[i];
}

void ListRows::rankSenders(std::vector<Ranked> &rows)
{
    // Senders are few against messages: each is looked up and compared once.
    QHash<qint64, size_t> index;
    std::vector<QString> names;
    for (const Ranked &row : rows) {
        if (index.contains(row.key))
            continue;
        index.insert(row.key, names.size());
        Query address(m_address);
        address.bind(row.key);
        QString name;
        if (address->executeStep())
            name = address.text(0).isEmpty() ? address.text(1) : address.text(0);
        names.push_back(name.toCaseFolded());
    }
    const std::vector<qint64> ranks = ranksOf(names);
    for (Ranked &row : rows)
        row.key = ranks[index.value(row.key)];
}

std::vector<MessageRow> ListRows::rows(const ListQuery &query)
{
    std::vector<Ranked> ranked = load(query);
    const auto before = [](const Ranked &a, const Ranked &b) {
        return std::tie(a.key, a.row.date, a.row.id) < std::tie(b.key, b.row.date, b.row.id);
    };
    if (!std::is_sorted(ranked.begin(), ranked.end(), before))
        std::sort(ranked.begin(), ranked.end(), before);
    if (query.descending)
        std::reverse(ranked.begin(), ranked.end());
    std::vector<MessageRow> rows;
    rows.reserve(ranked.size());
    for (const Ranked &row : ranked)
        rows.push_back(row.row);
    return rows;
}
