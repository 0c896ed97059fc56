// SPDX-License-Identifier: GPL-3.0-or-later
//
// RowScan reads results of hundreds of thousands of rows. SQLite hands each row's values to a function that
// the statement calls, which takes two thirds of the time of stepping from row to row and asking for each
// value. For long results alone: the statement is prepared each time. Not shared between threads; throws
// SQLite::Exception.
#pragma once

#include <QByteArrayView>

#include <functional>
#include <initializer_list>
#include <string>

struct sqlite3_value;
namespace SQLite
{
class Database;
}

class RowScan
{
public:
    // The values of a row, while it is visited.
    class Row
    {
    public:
        explicit Row(sqlite3_value **values) : m_values(values) {}
        qint64 integer(int column) const;
        QByteArrayView text(int column) const; // UTF-8

    private:
        sqlite3_value **m_values;
    };

    // In SQL. What an index answers goes into `where`; the `filter`, which may be empty, is asked of each
    // row.
    struct Source {
        std::string columns;
        std::string table;
        std::string where;
        std::string filter;
        std::string order;
    };

    enum class Then { GoOn, Stop };
    using Visit = std::function<Then(const Row &)>;

    // Visits the rows in the source's order until one says stop. What `visit` throws comes out again.
    static void run(SQLite::Database &database, const Source &source,
                    std::initializer_list<qint64> parameters, const Visit &visit);
};
