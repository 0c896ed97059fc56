// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchIndex.h"

#include "Database.h"
#include "IndexFile.h"

#include <sqlite3.h>

#include <optional>

class SearchIndex::Private
{
public:
    Private(QString file, QByteArray store) : path(std::move(file)), storeId(std::move(store)) {}

    Result<void> openOrBeginAnew();
    Result<void> beginAnew();
    void makeShard(int number);
    void insert(int number, const IndexedText &text);
    void noteScanned(const Entry &entry);
    Result<void> inTransaction(const std::function<Result<void>()> &work);
    template <class... Values> void run(const QByteArray &sql, const Values &...values)
    {
        SQLite::Statement statement(database->connection(), sql.constData());
        Query(statement).bind(values...)->exec();
    }

    const QString path;
    const QByteArray storeId;
    std::unique_ptr<Database> database;
    std::unique_ptr<SQLite::Statement> insertion; // into the shard below; gone before the table changes
    int insertionShard = -1;
};

Result<void> SearchIndex::Private::openOrBeginAnew()
{
    auto opened = indexFile::openForWriting(path, storeId);
    if (opened) {
        database = std::move(*opened);
        return {};
    }
    const ErrorCode code = opened.error().code;
    const bool isOfNoUse = code == ErrorCode::NotFound || code == ErrorCode::Damaged ||
                           code == ErrorCode::NewerFormat || code == ErrorCode::DiskFailed;
    if (!isOfNoUse)
        return tl::unexpected<Error>(std::move(opened.error()));
    return beginAnew();
}

Result<void> SearchIndex::Private::beginAnew()
{
    insertion.reset();
    database.reset();
    CHECK(indexFile::remove(path));
    TRY(database, indexFile::openForWriting(path, storeId));
    return {};
}

// A transaction that a failed statement has undone leaves no prepared statement behind.
Result<void> SearchIndex::Private::inTransaction(const std::function<Result<void>()> &work)
{
    if (!database)
        return failure(ErrorCode::Damaged, path + QStringLiteral(": could not be made anew"));
    auto result = database->transaction(Database::Durability::Normal, work);
    if (!result)
        insertion.reset();
    return result;
}

void SearchIndex::Private::makeShard(int number)
{
    SQLite::Statement known(database->connection(), "SELECT 1 FROM shard WHERE number = ?");
    if (Query(known).bind(qint64(number))->executeStep())
        return;
    const QByteArray table = IndexCoverage::tableOf(number);
    QByteArray columns;
    for (const char *column : IndexCoverage::columns)
        columns += column + QByteArray(", ");
    run("CREATE VIRTUAL TABLE " + table + " USING fts5(" + columns + "content='', tokenize='poplar')");
    run("INSERT INTO " + table + "(" + table + ", rank) VALUES('automerge', 8)");
    run("INSERT INTO shard(number, upto) VALUES(?, ?)", qint64(number), IndexCoverage::firstOf(number) - 1);
}

void SearchIndex::Private::insert(int number, const IndexedText &text)
{
    if (!insertion || insertionShard != number) {
        const QByteArray table = IndexCoverage::tableOf(number);
        insertion = std::make_unique<SQLite::Statement>(
            database->connection(), "INSERT INTO " + table.toStdString() +
                                        "(rowid, subject, sender, recipients, cc, body, filename, attached, "
                                        "list) VALUES(?,?,?,?,?,?,?,?,?)");
        insertionShard = number;
    }
    const std::string columns[] = {text.subject.toStdString(),  text.from.toStdString(),
                                   text.to.toStdString(),       text.cc.toStdString(),
                                   text.body.toStdString(),     text.fileNames.toStdString(),
                                   text.attached.toStdString(), text.list.toStdString()};
    static_assert(std::size(columns) == IndexCoverage::columns.size());
    Query query(*insertion);
    query.bind(text.message, columns[0], columns[1], columns[2], columns[3], columns[4], columns[5],
               columns[6], columns[7]);
    query->exec();
}

void SearchIndex::Private::noteScanned(const Entry &entry)
{
    if (entry.isIncomplete || entry.text.wasCut)
        run("INSERT OR REPLACE INTO scanned VALUES(?, ?)", entry.text.message,
            qint64(entry.isIncomplete ? 0 : 1));
}

SearchIndex::SearchIndex(std::unique_ptr<Private> state) : d(std::move(state)) {}
SearchIndex::~SearchIndex() = default;

Result<std::unique_ptr<SearchIndex>> SearchIndex::open(const QString &profileDirectory,
                                                       const QByteArray &storeId)
{
    auto state = std::make_unique<Private>(indexFile::path(profileDirectory), storeId);
    CHECK(state->openOrBeginAnew());
    return std::unique_ptr<SearchIndex>(new SearchIndex(std::move(state)));
}

Result<void> SearchIndex::add(const std::vector<Entry> &batch, MessageId upTo, Cancellation &cancellation)
{
    return d->inTransaction([&]() -> Result<void> {
        const int shard = IndexCoverage::shardOf(upTo);
        d->makeShard(shard);
        for (const Entry &entry : batch) {
            if (cancellation.isCancelled())
                return failure(ErrorCode::Cancelled);
            d->insert(shard, entry.text);
            d->noteScanned(entry);
        }
        d->run("UPDATE shard SET upto = ?, entries = entries + ? WHERE number = ?", upTo,
               qint64(batch.size()), qint64(shard));
        return {};
    });
}

// FTS5 takes the newer of two entries of one rowid for each token, so that the old one may stay where it is.
Result<void> SearchIndex::complete(const std::vector<Entry> &batch)
{
    return d->inTransaction([&]() -> Result<void> {
        for (const Entry &entry : batch) {
            d->insert(IndexCoverage::shardOf(entry.text.message), entry.text);
            d->run("DELETE FROM scanned WHERE message = ?", entry.text.message);
            d->noteScanned(entry);
        }
        return {};
    });
}

Result<void> SearchIndex::markRemoved(const std::vector<MessageId> &messages)
{
    return d->inTransaction([&]() -> Result<void> {
        for (const MessageId message : messages) {
            d->run("UPDATE shard SET dead = dead + 1 WHERE number = ? AND upto >= ?",
                   qint64(IndexCoverage::shardOf(message)), message);
            d->run("DELETE FROM scanned WHERE message = ?", message);
        }
        return {};
    });
}

Result<IndexCoverage> SearchIndex::coverage()
{
    if (!d->database)
        return IndexCoverage{};
    return IndexCoverage::read(*d->database);
}

Result<std::vector<MessageId>> SearchIndex::incomplete()
{
    std::vector<MessageId> messages;
    CHECK(d->inTransaction([&]() -> Result<void> {
        SQLite::Statement rows(d->database->connection(),
                               "SELECT message FROM scanned WHERE complete = 0 ORDER BY message");
        while (rows.executeStep())
            messages.push_back(rows.getColumn(0).getInt64());
        return {};
    }));
    return messages;
}

Result<std::vector<SearchIndex::Shard>> SearchIndex::shards()
{
    std::vector<Shard> shards;
    CHECK(d->inTransaction([&]() -> Result<void> {
        SQLite::Statement rows(d->database->connection(),
                               "SELECT number, upto, entries, dead, merged FROM shard ORDER BY number DESC");
        while (rows.executeStep())
            shards.push_back({rows.getColumn(0).getInt(), rows.getColumn(1).getInt64(),
                              rows.getColumn(2).getInt64(), rows.getColumn(3).getInt64(),
                              rows.getColumn(4).getInt() != 0});
        return {};
    }));
    return shards;
}

Result<void> SearchIndex::beginShard(int shard)
{
    d->insertion.reset();
    return d->inTransaction([&]() -> Result<void> {
        d->run("DROP TABLE IF EXISTS " + IndexCoverage::tableOf(shard));
        d->run("DELETE FROM shard WHERE number = ?", qint64(shard));
        d->run("DELETE FROM scanned WHERE message BETWEEN ? AND ?", IndexCoverage::firstOf(shard),
               IndexCoverage::lastOf(shard));
        return {};
    });
}

Result<void> SearchIndex::purge(Cancellation &cancellation)
{
    if (!d->database)
        return {};
    d->insertion.reset();
    SQLite::Database &connection = d->database->connection();
    const Cancellation::Listener listener(cancellation,
                                          [handle = connection.getHandle()] { sqlite3_interrupt(handle); });
    if (cancellation.isCancelled())
        return failure(ErrorCode::Cancelled);
    // Whether or not pages are free: those that were used again have words left in their unused parts. The
    // copy is as large as the index and does not belong into memory.
    auto purged = guard([&] { connection.exec("PRAGMA temp_store=FILE; VACUUM"); });
    CHECK(guard([&] { connection.exec("PRAGMA temp_store=MEMORY"); }));
    if (!purged && cancellation.isCancelled())
        return failure(ErrorCode::Cancelled);
    CHECK(purged);
    return guard([&]() -> Result<void> {
        SQLite::Statement checkpoint(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        Query row(checkpoint);
        if (row->executeStep() && row.integer(0) != 0)
            return failure(ErrorCode::DiskFailed, d->path + QStringLiteral(": is being read"));
        return {};
    });
}

Result<void> SearchIndex::beginAnew()
{
    return d->beginAnew();
}

void SearchIndex::releaseMemory()
{
    if (d->database)
        sqlite3_db_release_memory(d->database->connection().getHandle());
}

Result<bool> SearchIndex::mergeShard(int shard)
{
    constexpr qint64 pages = 500; // of 4 KB, merged in one step
    bool isDone = false;
    CHECK(d->inTransaction([&]() -> Result<void> {
        const QByteArray table = IndexCoverage::tableOf(shard);
        sqlite3 *const connection = d->database->connection().getHandle();
        const int before = sqlite3_total_changes(connection);
        d->run("INSERT INTO " + table + "(" + table + ", rank) VALUES('merge', ?)", -pages);
        isDone = sqlite3_total_changes(connection) - before < 2; // FTS5's sign that nothing is left to do
        if (isDone)
            d->run("UPDATE shard SET merged = 1 WHERE number = ?", qint64(shard));
        return {};
    }));
    return isDone;
}

Result<void> SearchIndex::checkShard(int shard, Cancellation &cancellation)
{
    return d->inTransaction([&]() -> Result<void> {
        const Cancellation::Listener listener(
            cancellation, [handle = d->database->connection().getHandle()] { sqlite3_interrupt(handle); });
        const QByteArray table = IndexCoverage::tableOf(shard);
        auto checked =
            guard([&] { d->run("INSERT INTO " + table + "(" + table + ") VALUES('integrity-check')"); });
        if (!checked && cancellation.isCancelled())
            return failure(ErrorCode::Cancelled);
        return checked;
    });
}

Result<void> SearchIndex::setCounts(int shard, qint64 entries, qint64 dead)
{
    return d->inTransaction([&]() -> Result<void> {
        d->run("UPDATE shard SET entries = ?, dead = ? WHERE number = ?", entries, dead, qint64(shard));
        return {};
    });
}

Result<std::vector<MessageId>> SearchIndex::messages(int shard)
{
    std::vector<MessageId> messages;
    CHECK(d->inTransaction([&]() -> Result<void> {
        const QByteArray table = IndexCoverage::tableOf(shard);
        SQLite::Statement rows(d->database->connection(),
                               "SELECT id FROM " + table.toStdString() + "_docsize ORDER BY id");
        while (rows.executeStep())
            messages.push_back(rows.getColumn(0).getInt64());
        return {};
    }));
    return messages;
}
