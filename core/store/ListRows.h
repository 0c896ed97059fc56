// SPDX-License-Identifier: GPL-3.0-or-later
//
// ListRows answers list queries with packed rows. Order by date comes straight from the covering index; other
// orders are made in memory, from numbers that the index has as well or from one scan over the table, so that
// no column needs an index of its own. Texts are compared case-folded, by code point; subjects without
// "Re:" and its like. Reader threads; throws SQLite::Exception.
#pragma once

#include "AddressRanks.h"
#include "ListQuery.h"

#include <functional>
#include <optional>

class ListRows
{
public:
    explicit ListRows(SQLite::Database &database);

    // Nothing when `isWanted`, which is asked every few milliseconds, says no.
    std::optional<std::vector<MessageRow>> rows(const ListQuery &query,
                                                const std::function<bool()> &isWanted);

    // Reads what sorting by sender needs; done before, the first time takes no longer than the others.
    void prepare() { m_addresses.ranks(); }

private:
    // Rows, and what they are to be sorted by: numbers or texts of the same places, or nothing.
    struct Table {
        std::vector<MessageRow> rows;
        std::vector<uint64_t> numbers;
        TextKeys texts;
        bool abandoned = false;
    };

    std::vector<qint64> foldersOf(const ListQuery &query);
    std::pair<qint64, qint64> messagesIn(const std::vector<qint64> &folders);
    void loadByDate(const ListQuery &query, qint64 folder, Table &table);
    void loadTexts(const ListQuery &query, const std::vector<qint64> &folders, Table &table);

    SQLite::Database &m_database;
    SQLite::Statement m_folders, m_totals;
    AddressRanks m_addresses;
    const std::function<bool()> *m_isWanted = nullptr; // during rows()
};
