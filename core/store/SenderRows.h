// SPDX-License-Identifier: GPL-3.0-or-later
//
// SenderRows finds what one address sent around a time: from the list's index, so that it takes no longer
// than all mail of that time is long. Used inside guard(); throws SQLite::Exception.
#pragma once

#include "Database.h"
#include "ListQuery.h"

class SenderRows
{
public:
    static const char *const query;

    explicit SenderRows(SQLite::Database &database);

    // Of all folders the messages whose first author has this address, to the letter, and whose date is at
    // most `within` seconds from `date`: the nearest `most`, the nearest first.
    std::vector<MessageRow> around(const QString &address, qint64 date, qint64 within, int most);

private:
    SQLite::Statement m_around;
};
