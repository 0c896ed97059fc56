// SPDX-License-Identifier: GPL-3.0-or-later
#include "IndexFile.h"

#include "Database.h"
#include "Fts5Tokenizer.h"

#include <QFile>

namespace
{
// To be raised whenever the tables, the tokens or the text that is taken from a message change.
constexpr qint64 indexVersion = 1;

// upto: ids of the shard up to this one are in it, or do not exist. entries: what was added. dead: entries
// whose message was removed. merged: the shard is full, and one b-tree.
// scanned: messages whose text is in the index only in part; complete is 0 for those to be read again.
constexpr char tables[] = R"(
CREATE TABLE identity(version INTEGER NOT NULL, store BLOB NOT NULL);
CREATE TABLE shard(
    number INTEGER PRIMARY KEY,
    upto INTEGER NOT NULL,
    entries INTEGER NOT NULL DEFAULT 0,
    dead INTEGER NOT NULL DEFAULT 0,
    merged INTEGER NOT NULL DEFAULT 0);
CREATE TABLE scanned(message INTEGER PRIMARY KEY, complete INTEGER NOT NULL);
)";
} // namespace

QString indexFile::path(const QString &profileDirectory)
{
    return profileDirectory + QStringLiteral("/search.db");
}

Result<std::unique_ptr<Database>> indexFile::openForWriting(const QString &path, const QByteArray &storeId)
{
    TRY(auto database, Database::openForWriting(path, {tables}));
    CHECK(fts5Tokenizer::add(database->connection().getHandle()));
    CHECK(database->transaction(Database::Durability::Normal, [&] {
        database->connection().exec("PRAGMA cache_size=-32000"); // the catalogue has the larger one
        SQLite::Statement isNew(database->connection(), "SELECT NOT EXISTS (SELECT 1 FROM identity)");
        if (!isNew.executeStep() || isNew.getColumn(0).getInt() == 0)
            return;
        SQLite::Statement identity(database->connection(), "INSERT INTO identity VALUES(?, ?)");
        Query(identity).bind(indexVersion, storeId)->exec();
    }));
    CHECK(checkIdentity(*database, storeId));
    return database;
}

Result<void> indexFile::checkIdentity(Database &database, const QByteArray &storeId)
{
    return guard([&]() -> Result<void> {
        SQLite::Statement identity(database.connection(), "SELECT version, store FROM identity");
        Query row(identity);
        if (row->executeStep() && row.integer(0) == indexVersion && row.bytes(1) == storeId)
            return {};
        return failure(ErrorCode::NotFound, QStringLiteral("search.db of another version or profile"));
    });
}

Result<void> indexFile::remove(const QString &path)
{
    // The file last: what is beside it means nothing without it, but would be taken for that of the next one.
    for (const auto &suffix :
         {QStringLiteral("-wal"), QStringLiteral("-shm"), QStringLiteral("-journal"), QString()}) {
        QFile file(path + suffix);
        if (file.exists() && !file.remove())
            return failure(ErrorCode::DiskFailed, file.fileName() + QLatin1String(": ") + file.errorString());
    }
    return {};
}
