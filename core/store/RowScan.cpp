// SPDX-License-Identifier: GPL-3.0-or-later
#include "RowScan.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <sqlite3.h>

#include <exception>
#include <memory>

namespace
{
struct Visitor {
    const RowScan::Visit &visit;
    std::exception_ptr thrown; // which must not pass through SQLite
};

// True ends the scan: the row is then one of the result, and only that ends it.
void visitRow(sqlite3_context *context, int, sqlite3_value **values)
{
    auto &visitor = *static_cast<Visitor *>(sqlite3_user_data(context));
    try {
        sqlite3_result_int(context, visitor.visit(RowScan::Row(values)) == RowScan::Then::Stop);
    } catch (...) {
        visitor.thrown = std::current_exception();
        sqlite3_result_int(context, 1);
    }
}

void check(sqlite3 *connection, int result)
{
    if (result != SQLITE_OK)
        throw SQLite::Exception(connection, result);
}

// CASE, because SQLite may ask the terms of AND in any order.
std::string statementOf(const RowScan::Source &source)
{
    const std::string visit = "visit_row(" + source.columns + ")";
    return "SELECT 1 FROM " + source.table + " WHERE " + (source.where.empty() ? "1" : source.where) +
           " AND " +
           (source.filter.empty() ? visit : "CASE WHEN " + source.filter + " THEN " + visit + " ELSE 0 END") +
           (source.order.empty() ? "" : " ORDER BY " + source.order);
}
} // namespace

qint64 RowScan::Row::integer(int column) const
{
    return sqlite3_value_int64(m_values[column]);
}

QByteArrayView RowScan::Row::text(int column) const
{
    const auto *bytes = reinterpret_cast<const char *>(sqlite3_value_text(m_values[column]));
    return QByteArrayView(bytes, sqlite3_value_bytes(m_values[column]));
}

void RowScan::run(SQLite::Database &database, const Source &source, std::initializer_list<qint64> parameters,
                  const Visit &visit)
{
    sqlite3 *const connection = database.getHandle();
    Visitor visitor{visit, {}};
    check(connection, sqlite3_create_function_v2(connection, "visit_row", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY,
                                                 &visitor, visitRow, nullptr, nullptr, nullptr));
    const std::string sql = statementOf(source);
    sqlite3_stmt *prepared = nullptr;
    check(connection,
          sqlite3_prepare_v2(connection, sql.c_str(), static_cast<int>(sql.size()), &prepared, nullptr));
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(prepared, sqlite3_finalize);
    int index = 0;
    for (const qint64 value : parameters)
        sqlite3_bind_int64(prepared, ++index, value);
    const int result = sqlite3_step(prepared);
    if (visitor.thrown)
        std::rethrow_exception(visitor.thrown);
    if (result != SQLITE_ROW && result != SQLITE_DONE)
        throw SQLite::Exception(connection, result);
}
