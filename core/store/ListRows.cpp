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

MessageRow rowOf(const RowScan::Row &row)
{
    return {row.integer(0), row.integer(1), Flags::fromInt(static_cast<Flags::Int>(row.integer(2))),
            row.integer(3)};
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
    return "(flags & " + std::to_string((with | without).toInt()) + ") = " + std::to_string(with.toInt());
}

// Behind the columns of a row: one more of the covering index.
const char *keyColumn(Sort sort)
{
    switch (sort) {
    case Sort::Sender:
        return ", sender";
    case Sort::Size:
        return ", size";
    default:
        return "";
    }
}

// By what the row is sorted where that is not its date.
uint64_t numberOf(Sort sort, const MessageRow &row, const RowScan::Row &found,
                  const std::vector<uint32_t> &ranks)
{
    switch (sort) {
    case Sort::Sender: {
        const auto number = static_cast<uint64_t>(found.integer(4));
        return number < ranks.size() ? ranks[number] : 0;
    }
    case Sort::Size:
        return static_cast<uint64_t>(found.integer(4));
    case Sort::Read:
        return row.flags.testFlag(Flag::Read);
    case Sort::Starred:
        return row.flags.testFlag(Flag::Starred);
    case Sort::Attachment:
        return row.flags.testFlag(Flag::HasAttachment);
    default:
        return 0;
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
        const bool isDiscarded = kind == FolderKind::Trash || kind == FolderKind::Junk;
        const bool wanted = query.scope == ListQuery::Scope::AllInboxes   ? kind == FolderKind::Inbox
                            : query.scope == ListQuery::Scope::Everything ? !isDiscarded || query.discarded
                                                                          : !isDiscarded;
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

// Appends the rows of the folder, in order of date and id. In the index rows of one date stand by flags.
void ListRows::loadByDate(const ListQuery &query, qint64 folder, Table &table)
{
    const bool byNumber = query.sort != Sort::Date;
    const std::vector<uint32_t> none;
    const std::vector<uint32_t> &ranks = query.sort == Sort::Sender ? m_addresses.ranks() : none;
    const size_t begin = table.rows.size();
    if (const size_t all = size_t(messagesIn({folder}).first); query.limit == 0) {
        table.rows.reserve(begin + all);
        table.numbers.reserve(byNumber ? begin + all : 0);
    }
    RowScan::run(m_database,
                 {std::string("id, date, flags, thread") + keyColumn(query.sort),
                  "message INDEXED BY message_list", "folder = ?", flagCondition(query),
                  query.descending ? "date DESC" : "date"},
                 {folder}, [&](const RowScan::Row &found) {
                     const size_t count = table.rows.size() - begin;
                     table.abandoned = count % rowsBetweenQuestions == 0 && !(*m_isWanted)();
                     if (table.abandoned)
                         return RowScan::Then::Stop;
                     const MessageRow row = rowOf(found);
                     if (!byNumber && query.limit > 0 && count >= size_t(query.limit) &&
                         row.date != table.rows.back().date)
                         return RowScan::Then::Stop;
                     table.rows.push_back(row);
                     if (byNumber)
                         table.numbers.push_back(numberOf(query.sort, row, found, ranks));
                     return RowScan::Then::GoOn;
                 });
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
    const std::string inFolders = "folder IN (" + list + ")", condition = flagCondition(query);
    RowScan::Source source;
    source.columns = std::string("id, date, flags, thread, ") + (bySubject ? "subject" : "recipients");
    source.table = std::string("message ") + (scansAll ? "NOT INDEXED" : "INDEXED BY message_list");
    source.where = scansAll ? "" : inFolders;
    source.filter = !scansAll ? condition : inFolders + (condition.empty() ? "" : " AND ") + condition;
    RowScan::run(m_database, source, {}, [&](const RowScan::Row &row) {
        table.abandoned = table.rows.size() % rowsBetweenQuestions == 0 && !(*m_isWanted)();
        if (table.abandoned)
            return RowScan::Then::Stop;
        table.rows.push_back(rowOf(row));
        table.texts.add(bySubject ? baseSubject(row.text(4)) : firstRecipient(row.text(4)));
        return RowScan::Then::GoOn;
    });
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
