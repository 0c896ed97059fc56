// SPDX-License-Identifier: GPL-3.0-or-later
//
// ListRows answers list queries: packed rows from the covering index, sorted in memory. Keys of text are
// compared case-folded, by code point. Reader threads; throws SQLite::Exception.
#pragma once

#include "Database.h"
#include "ListQuery.h"

class ListRows
{
public:
    explicit ListRows(SQLite::Database &database);

    std::vector<MessageRow> rows(const ListQuery &query);

private:
    // A row with its key's rank; equal keys have equal ranks.
    struct Ranked {
        MessageRow row;
        qint64 key = 0;
    };
    std::vector<qint64> foldersOf(const ListQuery &query);
    std::vector<Ranked> load(const ListQuery &query);
    void rankSubjects(std::vector<Ranked> &rows, const std::vector<QString> &subjects);
    void rankSenders(std::vector<Ranked> &rows);

    SQLite::Statement m_folders, m_byIndex, m_withSize, m_withSubject, m_address;
};
