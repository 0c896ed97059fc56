// SPDX-License-Identifier: GPL-3.0-or-later
#include "SenderRows.h"

const char *const SenderRows::query = "SELECT id, date, flags, thread FROM message "
                                      "WHERE folder IN (SELECT id FROM folder) AND date BETWEEN ? AND ? "
                                      "AND sender IN (SELECT id FROM address WHERE address = ?) "
                                      "ORDER BY abs(date - ?), id LIMIT ?";

SenderRows::SenderRows(SQLite::Database &database) : m_around(database, query) {}

std::vector<MessageRow> SenderRows::around(const QString &address, qint64 date, qint64 within, int most)
{
    const std::string text = address.toStdString();
    Query rowsAround(m_around);
    rowsAround.bind(date - within, date + within, text, date, qint64(most));
    std::vector<MessageRow> rows;
    while (rowsAround->executeStep())
        rows.push_back({rowsAround.integer(0), rowsAround.integer(1),
                        Flags::fromInt(static_cast<Flags::Int>(rowsAround.integer(2))),
                        rowsAround.integer(3)});
    return rows;
}
