// SPDX-License-Identifier: GPL-3.0-or-later
//
// Database is one connection to catalogue.db. One connection of all writes and checkpoints (two that do can
// corrupt a WAL file with SQLite before 3.51.3); the others are query_only. SQLite's exceptions end here:
// what runs inside guard() or transaction() may throw them. Not shared between threads.
#pragma once

#include "Result.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <memory>
#include <type_traits>
#include <vector>

// SQLITE_FULL is DiskFull, READONLY and PERM ReadOnly, CORRUPT and NOTADB Damaged, all else DiskFailed.
Error databaseError(const SQLite::Exception &exception);

namespace databaseDetail
{
template <class T> struct ResultOf {
    using Type = Result<T>;
};
template <class T> struct ResultOf<Result<T>> {
    using Type = Result<T>;
};
} // namespace databaseDetail

// Runs `work`, which may return a value, a Result or nothing, and turns an exception of SQLite into an Error.
template <class Work>
auto guard(Work &&work) -> typename databaseDetail::ResultOf<std::invoke_result_t<Work>>::Type
{
    try {
        if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
            work();
            return {};
        } else {
            return work();
        }
    } catch (const SQLite::Exception &exception) {
        return tl::unexpected<Error>(databaseError(exception));
    }
}

// A prepared statement in use: ready to be bound, and reset when done with, so that no read transaction stays
// open behind it.
class Query
{
public:
    explicit Query(SQLite::Statement &statement) : m_statement(statement) {}
    ~Query() { m_statement.tryReset(); }
    Query(const Query &) = delete;
    Query &operator=(const Query &) = delete;
    SQLite::Statement *operator->() { return &m_statement; }

    // Binds the values to parameters 1, 2, … QByteArrays are not copied and must live until the query ends.
    template <class... Values> Query &bind(const Values &...values)
    {
        int index = 0;
        (bindOne(++index, values), ...);
        return *this;
    }
    qint64 integer(int column) const { return m_statement.getColumn(column).getInt64(); }
    QByteArray bytes(int column) const;
    QString text(int column) const;

private:
    void bindOne(int index, qint64 value) { m_statement.bind(index, static_cast<int64_t>(value)); }
    void bindOne(int index, const QByteArray &value);
    void bindOne(int index, const std::string &value) { m_statement.bindNoCopy(index, value); }

    SQLite::Statement &m_statement;
};

class Database
{
public:
    // What a committed transaction survives: Normal a crash of the program, Full also a power cut.
    enum class Durability { Normal, Full };

    // The SQL scripts that lead from version n to n + 1; the program's own.
    static std::vector<QByteArray> migrations();

    // Opens or makes the file and brings it to the newest version, with a copy before. A file of a newer
    // version is NewerFormat and stays as it is; a file that is no catalogue is Damaged.
    static Result<std::unique_ptr<Database>>
    openForWriting(const QString &path, const std::vector<QByteArray> &steps = migrations());
    // NotFound where there is no file.
    static Result<std::unique_ptr<Database>> openForReading(const QString &path);

    SQLite::Database &connection() { return *m_connection; }

    // Runs `work` in a transaction that is committed when it returns without error, and undone otherwise.
    template <class Work> auto transaction(Durability durability, Work &&work)
    {
        auto done = guard([&]() -> typename databaseDetail::ResultOf<std::invoke_result_t<Work>>::Type {
            setDurability(durability);
            SQLite::Transaction transaction(*m_connection, SQLite::TransactionBehavior::IMMEDIATE);
            auto result = guard(work);
            if (result)
                transaction.commit();
            return result;
        });
        if (!done)
            done = tl::unexpected<Error>(explain(done.error()));
        return done;
    }

    // Moves the WAL's content into the file, as far as readers let it.
    Result<void> checkpoint();

private:
    static Result<std::unique_ptr<Database>> openWriter(const QString &path,
                                                        const std::vector<QByteArray> &steps);
    static Result<std::unique_ptr<Database>> openReader(const QString &path);
    explicit Database(std::unique_ptr<SQLite::Database> connection) : m_connection(std::move(connection)) {}
    void setDurability(Durability durability);
    // A full disk reaches SQLite as an I/O error too.
    Error explain(const Error &error) const;
    Result<void> migrate(const QString &path, const std::vector<QByteArray> &steps);

    std::unique_ptr<SQLite::Database> m_connection;
    Durability m_durability = Durability::Normal;
};
