// SPDX-License-Identifier: GPL-3.0-or-later
//
// RowScan reads results of hundreds of thousands of rows over SQLite's own interface: SQLiteCpp makes an
// object for each value, which costs more than the value. Prepared when made, so for long results alone. Not
// shared between threads; throws SQLite::Exception.
#pragma once

#include <QByteArrayView>

#include <initializer_list>
#include <string>

struct sqlite3;
struct sqlite3_stmt;
namespace SQLite
{
class Database;
}

class RowScan
{
public:
    RowScan(SQLite::Database &database, const std::string &sql, std::initializer_list<qint64> parameters);
    ~RowScan();
    RowScan(const RowScan &) = delete;
    RowScan &operator=(const RowScan &) = delete;

    // Goes to the next row; false at the end.
    bool step();
    qint64 integer(int column) const;
    // UTF-8; valid until the next step.
    QByteArrayView text(int column) const;

private:
    sqlite3 *m_connection;
    sqlite3_stmt *m_statement = nullptr;
};
