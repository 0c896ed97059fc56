// SPDX-License-Identifier: GPL-3.0-or-later
#include "ListRows.h"

#include "Folder.h"
#include "RowOrder.h"
#include "RowScan.h"

#include <algorithm>

namespace
{
using Sort = ListQuery::Sort;
constexpr size_t rowsBetweenQuestions = 8192;

MessageRow rowOf(const RowScan &scan)
{
    return {scan.integer(0), scan.integer(1), Flags::fromInt(static_cast<Flags::Int>(scan.integer(2))),
            scan.integer(3)};
}

// SQL for the flags that a row must have and must not have; nothing where any will do, because each row would
// be asked.
std::string flagCondition(const ListQuery &query)
{
    Flags with = query.with, without = query.without;
    without.setFlag(Flag::Read, without.testFlag(Flag::Read) || query.scope == ListQuery::Scope::Unread);
    with.setFlag(Flag::Starred, with.testFlag(Flag::Starred) || query.scope == ListQuery::Scope::Starred);
    if (!(with | without))
        return {};
    return " AND (flags & " + std::to_string((with | without).toInt()) +
           ") = " + std::to_string(with.toInt());
}

// A column of the covering index.
const char *keyColumn(Sort sort)
{
    switch (sort) {
    case Sort::Sender:
        return "sender";
    case Sort::Size:
        return "size";
    default:
        return "0";
    }
}

bool isByText(Sort sort)
{
    return sort == Sort::Subject || sort == Sort::Recipient;
}

// The first recipient's name, or address where there is none; the column is as MessageTable packs it.
QByteArrayView firstRecipient(QByteArrayView packed)
{
    const qsizetype nameEnd = std::max<qsizetype>(packed.indexOf('\x1F'), 0);
    if (nameEnd > 0)
        return packed.first(nameEnd);
    const QByteArrayView address = packed.sliced(std::min(nameEnd + 1, packed.size()));
    const qsizetype end = address.indexOf('\x1E');
    return end < 0 ? address : address.first(end);
}
} // namespace

ListRows::ListRows(SQLite::Database &database)
    : m_database(database), m_folders(database, "SELECT id, kind FROM folder ORDER BY id"),
      m_totals(database, "SELECT id, total FROM folder"), m_addresses(database)
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

// In these folders and in all.
std::pair<qint64, qint64> ListRows::messagesIn(const std::vector<qint64> &folders)
{
    qint64 theirs = 0, all = 0;
    Query totals(m_totals);
    while (totals->executeStep()) {
        all += totals.integer(1);
        if (std::find(folders.begin(), folders.end(), totals.integer(0)) != folders.end())
            theirs += totals.integer(1);
    }
    return {theirs, all};
}

uint64_t ListRows::numberOf(const ListQuery &query, const RowScan &scan, const std::vector<uint32_t> &ranks)
{
    const auto value = static_cast<uint64_t>(scan.integer(4));
    const auto flags = Flags::fromInt(static_cast<Flags::Int>(scan.integer(2)));
    switch (query.sort) {
    case Sort::Sender:
        return value < ranks.size() ? ranks[value] : 0;
    case Sort::Read:
        return flags.testFlag(Flag::Read);
    case Sort::Starred:
        return flags.testFlag(Flag::Starred);
    case Sort::Attachment:
        return flags.testFlag(Flag::HasAttachment);
    default:
        return value;
    }
}

// Appends the rows of the folder, in order of date and id. In the index rows of one date stand by flags.
void ListRows::loadByDate(const ListQuery &query, qint64 folder, Table &table)
{
    const bool byNumber = query.sort != Sort::Date;
    const std::string sql = std::string("SELECT id, date, flags, thread, ") + keyColumn(query.sort) +
                            " FROM message INDEXED BY message_list WHERE folder = ?" + flagCondition(query) +
                            " ORDER BY date" + (query.descending ? " DESC" : "");
    const std::vector<uint32_t> none;
    const std::vector<uint32_t> &ranks = query.sort == Sort::Sender ? m_addresses.ranks() : none;
    const size_t begin = table.rows.size();
    if (const size_t all = size_t(messagesIn({folder}).first); query.limit == 0) {
        table.rows.reserve(begin + all);
        table.numbers.reserve(byNumber ? begin + all : 0);
    }
    RowScan scan(m_database, sql, {folder});
    while (scan.step()) {
        const size_t count = table.rows.size() - begin;
        if (count % rowsBetweenQuestions == 0 && !(*m_isWanted)()) {
            table.abandoned = true;
            return;
        }
        const MessageRow row = rowOf(scan);
        if (!byNumber && query.limit > 0 && count >= size_t(query.limit) &&
            row.date != table.rows.back().date)
            break;
        table.rows.push_back(row);
        if (byNumber)
            table.numbers.push_back(numberOf(query, scan, ranks));
    }
    RowOrder::sortEqualDates(table.rows, table.numbers, begin, query.descending);
}

void ListRows::loadTexts(const ListQuery &query, const std::vector<qint64> &folders, Table &table)
{
    const bool bySubject = query.sort == Sort::Subject;
    std::string list;
    for (const qint64 folder : folders)
        list += (list.empty() ? "" : ",") + std::to_string(folder);
    // To read the whole table is quicker than to go from the index to each of many rows.
    const auto [theirs, all] = messagesIn(folders);
    const bool scansAll = theirs > all / 4;
    table.rows.reserve(size_t(theirs));
    table.texts.reserve(size_t(theirs), size_t(theirs) * 48);
    const std::string sql = std::string("SELECT id, date, flags, thread, ") +
                            (bySubject ? "subject" : "recipients") + " FROM message " +
                            (scansAll ? "NOT INDEXED" : "INDEXED BY message_list") + " WHERE folder IN (" +
                            list + ")" + flagCondition(query);
    RowScan scan(m_database, sql, {});
    while (scan.step()) {
        if (table.rows.size() % rowsBetweenQuestions == 0 && !(*m_isWanted)()) {
            table.abandoned = true;
            return;
        }
        table.rows.push_back(rowOf(scan));
        table.texts.add(bySubject ? baseSubject(scan.text(4)) : firstRecipient(scan.text(4)));
    }
}

std::optional<std::vector<MessageRow>> ListRows::rows(const ListQuery &query,
                                                      const std::function<bool()> &isWanted)
{
    if (!isWanted())
        return {};
    m_isWanted = &isWanted;
    const std::vector<qint64> folders = foldersOf(query);
    Table table;
    if (isByText(query.sort)) {
        loadTexts(query, folders, table);
        if (!table.abandoned)
            RowOrder::sortByText(table.rows, table.texts, query.descending);
    } else {
        std::vector<size_t> ends; // of the folders' rows
        for (const qint64 folder : folders) {
            loadByDate(query, folder, table);
            if (table.abandoned)
                break;
            ends.push_back(table.rows.size());
        }
        if (!table.abandoned)
            RowOrder::mergeRuns(table.rows, table.numbers, ends, query.descending);
    }
    m_isWanted = nullptr;
    if (table.abandoned)
        return {};
    if (query.limit > 0 && table.rows.size() > size_t(query.limit))
        table.rows.resize(size_t(query.limit));
    return std::move(table.rows);
}
