// SPDX-License-Identifier: GPL-3.0-or-later
#include "IndexHits.h"

#include "Database.h"

#include <sqlite3.h>

#include <algorithm>
#include <optional>

namespace
{
constexpr quint64 allOnes = ~quint64(0);

void setBit(IndexHits::Bits &bits, MessageId position)
{
    bits[static_cast<size_t>(position / 64)] |= quint64(1) << (position % 64);
}
} // namespace

class IndexHits::Private
{
public:
    explicit Private(Cancellation &theCancellation) : cancellation(theCancellation) {}

    struct Cursor {
        QByteArray expression;
        Bits bits = Bits(wordsOfShard);
        std::unique_ptr<SQLite::Statement> statement; // null: read to its end
        MessageId ahead = 0;                          // a hit that was read already; 0: none
    };

    // The whole shard has to be scanned: the index does not have it, or not any more.
    void forget()
    {
        close();
        std::fill(unknown.begin(), unknown.end(), allOnes);
    }
    void close();
    void begin(MessageId newest);
    void readTo(Cursor &cursor, MessageId first);
    // What SQLite throws ends the shard; the error of a search that was cancelled is its own.
    template <class Work> Result<void> attempt(Work work)
    {
        auto done = guard(work);
        if (cancellation.isCancelled())
            return failure(ErrorCode::Cancelled);
        if (!done) {
            failed = true;
            forget();
        }
        return {};
    }

    Cancellation &cancellation;
    std::unique_ptr<Database> database; // null: there is no index
    std::vector<Cursor> cursors;
    Bits unknown = Bits(wordsOfShard, allOnes);
    int shard = 0;
    bool isReading = false;
    bool failed = false;
    std::optional<Cancellation::Listener> listener; // before the connection goes
};

void IndexHits::Private::close()
{
    for (Cursor &cursor : cursors) {
        cursor.statement.reset();
        cursor.ahead = 0;
    }
    if (isReading) {
        (void)guard([&] { database->connection().exec("COMMIT"); });
        isReading = false;
    }
}

void IndexHits::Private::begin(MessageId newest)
{
    const MessageId first = IndexCoverage::firstOf(shard);
    const MessageId last = std::min(newest, IndexCoverage::lastOf(shard));
    database->connection().exec("BEGIN");
    isReading = true;
    const auto coverage = IndexCoverage::read(*database);
    if (!coverage) {
        failed = failed || coverage.error().code != ErrorCode::NotFound;
        return forget();
    }
    const auto known = std::find_if(coverage->shards.begin(), coverage->shards.end(),
                                    [&](const auto &one) { return one.number == shard; });
    if (known == coverage->shards.end() || known->upTo < first)
        return forget();
    std::fill(unknown.begin(), unknown.end(), 0);
    for (MessageId id = known->upTo + 1; id <= last; ++id)
        setBit(unknown, id - first);
    const auto &scanned = coverage->scanned;
    for (auto at = std::lower_bound(scanned.begin(), scanned.end(), first);
         at != scanned.end() && *at <= last; ++at)
        setBit(unknown, *at - first);
    const std::string table = IndexCoverage::tableOf(shard).toStdString();
    for (Cursor &cursor : cursors) {
        cursor.statement = std::make_unique<SQLite::Statement>(database->connection(),
                                                               "SELECT rowid FROM " + table + " WHERE " +
                                                                   table + " MATCH ? ORDER BY rowid DESC");
        cursor.statement->bindNoCopy(1, cursor.expression.constData());
    }
}

void IndexHits::Private::readTo(Cursor &cursor, MessageId first)
{
    const MessageId begin = IndexCoverage::firstOf(shard), end = IndexCoverage::lastOf(shard);
    while (cursor.statement) {
        if (cursor.ahead == 0) {
            if (!cursor.statement->executeStep()) {
                cursor.statement.reset();
                return;
            }
            cursor.ahead = cursor.statement->getColumn(0).getInt64();
        }
        if (cursor.ahead < first)
            return;
        if (cursor.ahead >= begin && cursor.ahead <= end) // whatever is in the file
            setBit(cursor.bits, cursor.ahead - begin);
        cursor.ahead = 0;
    }
}

IndexHits::IndexHits(const QString &profileDirectory, const QByteArray &storeId,
                     const std::vector<QByteArray> &expressions, Cancellation &cancellation)
    : d(std::make_unique<Private>(cancellation))
{
    if (expressions.empty())
        return;
    for (const QByteArray &expression : expressions) {
        Private::Cursor cursor;
        cursor.expression = expression;
        d->cursors.push_back(std::move(cursor));
    }
    auto opened = openIndexForReading(profileDirectory, storeId);
    if (!opened) {
        d->failed = opened.error().code != ErrorCode::NotFound;
        return;
    }
    d->database = std::move(*opened);
    d->listener.emplace(cancellation,
                        [handle = d->database->connection().getHandle()] { sqlite3_interrupt(handle); });
}

IndexHits::~IndexHits()
{
    d->close();
}

Result<void> IndexHits::enter(int shard, MessageId newest)
{
    d->close();
    d->shard = shard;
    for (Private::Cursor &cursor : d->cursors)
        std::fill(cursor.bits.begin(), cursor.bits.end(), 0);
    if (!d->database) {
        d->forget();
        return {};
    }
    return d->attempt([&] { d->begin(newest); });
}

Result<void> IndexHits::readTo(MessageId first)
{
    return d->attempt([&] {
        for (Private::Cursor &cursor : d->cursors)
            d->readTo(cursor, first);
    });
}

Result<void> IndexHits::finishShard()
{
    CHECK(readTo(IndexCoverage::firstOf(d->shard)));
    d->close();
    return {};
}

const IndexHits::Bits &IndexHits::hits(size_t expression) const
{
    return d->cursors[expression].bits;
}

const IndexHits::Bits &IndexHits::unknown() const
{
    return d->unknown;
}

bool IndexHits::failed() const
{
    return d->failed;
}
