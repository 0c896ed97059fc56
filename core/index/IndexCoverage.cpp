// SPDX-License-Identifier: GPL-3.0-or-later
#include "IndexCoverage.h"

#include "Database.h"
#include "Fts5Tokenizer.h"
#include "IndexFile.h"

#include <algorithm>

std::vector<IndexCoverage::Range> IndexCoverage::missing(MessageId newest) const
{
    std::vector<Range> ranges;
    auto shard = shards.begin();
    for (int number = shardOf(newest); number >= 0; --number) {
        while (shard != shards.end() && shard->number > number)
            ++shard;
        const bool isThere = shard != shards.end() && shard->number == number;
        const MessageId first = std::max<MessageId>(isThere ? shard->upTo + 1 : firstOf(number), 1);
        const MessageId last = std::min(lastOf(number), newest);
        if (first > last)
            continue;
        if (!ranges.empty() && ranges.back().first == last + 1)
            ranges.back().first = first;
        else
            ranges.push_back({first, last});
    }
    return ranges;
}

Result<IndexCoverage> IndexCoverage::read(Database &index)
{
    return guard([&] {
        IndexCoverage coverage;
        SQLite::Statement shards(index.connection(), "SELECT number, upto FROM shard ORDER BY number DESC");
        while (shards.executeStep())
            coverage.shards.push_back({shards.getColumn(0).getInt(), shards.getColumn(1).getInt64()});
        SQLite::Statement scanned(index.connection(), "SELECT message FROM scanned ORDER BY message");
        while (scanned.executeStep())
            coverage.scanned.push_back(scanned.getColumn(0).getInt64());
        return coverage;
    });
}

Result<std::unique_ptr<Database>> openIndexForReading(const QString &profileDirectory,
                                                      const QByteArray &storeId)
{
    TRY(auto database, Database::openForReading(indexFile::path(profileDirectory)));
    CHECK(indexFile::checkIdentity(*database, storeId));
    CHECK(fts5Tokenizer::add(database->connection().getHandle()));
    return database;
}
