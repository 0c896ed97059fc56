// SPDX-License-Identifier: GPL-3.0-or-later
#include "RowScan.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <sqlite3.h>

RowScan::RowScan(SQLite::Database &database, const std::string &sql, std::initializer_list<qint64> parameters)
    : m_connection(database.getHandle())
{
    const int prepared =
        sqlite3_prepare_v2(m_connection, sql.c_str(), static_cast<int>(sql.size()), &m_statement, nullptr);
    if (prepared != SQLITE_OK)
        throw SQLite::Exception(m_connection, prepared);
    int index = 0;
    for (const qint64 value : parameters)
        sqlite3_bind_int64(m_statement, ++index, value);
}

RowScan::~RowScan()
{
    sqlite3_finalize(m_statement);
}

bool RowScan::step()
{
    const int result = sqlite3_step(m_statement);
    if (result == SQLITE_ROW)
        return true;
    if (result != SQLITE_DONE)
        throw SQLite::Exception(m_connection, result);
    return false;
}

qint64 RowScan::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

QByteArrayView RowScan::text(int column) const
{
    const auto *bytes = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    return QByteArrayView(bytes, sqlite3_column_bytes(m_statement, column));
}
