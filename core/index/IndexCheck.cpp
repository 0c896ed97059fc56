// SPDX-License-Identifier: GPL-3.0-or-later
#include "IndexCheck.h"

#include "StoreReader.h"

#include <algorithm>
#include <iterator>

Result<void> IndexCheck::run(SearchIndexer::Report &report, const SearchIndexer::Tell &tell,
                             Cancellation &cancellation)
{
    TRY(const auto shards, m_index.shards());
    SearchIndexer::Progress progress{0, static_cast<qint64>(shards.size())};
    for (const auto &shard : shards) {
        CHECK(checkShard(shard, report, cancellation));
        ++progress.done;
        if (tell)
            tell(progress);
    }
    return {};
}

Result<std::vector<MessageId>> IndexCheck::storedMessages(const SearchIndex::Shard &shard,
                                                          Cancellation &cancellation)
{
    constexpr int page = 10000;
    std::vector<MessageId> stored;
    for (MessageId next = IndexCoverage::firstOf(shard.number); next <= shard.upTo;) {
        if (cancellation.isCancelled())
            return failure(ErrorCode::Cancelled);
        TRY(const auto rows, m_reader.rowsById(next, shard.upTo, page));
        for (const MessageRow &row : rows)
            stored.push_back(row.id);
        next = rows.size() < page ? shard.upTo + 1 : rows.back().id + 1;
    }
    return stored;
}

Result<void> IndexCheck::checkShard(const SearchIndex::Shard &shard, SearchIndexer::Report &report,
                                    Cancellation &cancellation)
{
    CHECK(m_index.checkShard(shard.number, cancellation));
    // The catalogue first: what is stored meanwhile is above the shard's mark, what is removed is only dead.
    TRY(const auto stored, storedMessages(shard, cancellation));
    TRY(const auto entries, m_index.messages(shard.number));
    std::vector<MessageId> missing, dead;
    std::set_difference(stored.begin(), stored.end(), entries.begin(), entries.end(),
                        std::back_inserter(missing));
    std::set_difference(entries.begin(), entries.end(), stored.begin(), stored.end(),
                        std::back_inserter(dead));
    // One may have been removed after the catalogue was asked, and before the index was made to hold it.
    std::erase_if(missing, [&](MessageId message) {
        const auto row = m_reader.rowsById(message, message, 1);
        return row && row->empty();
    });
    if (!missing.empty()) {
        const QString english =
            QStringLiteral("search.db: %1 messages of shard %2 were missing, the first is %3; "
                           "the shard is made anew")
                .arg(missing.size())
                .arg(shard.number)
                .arg(missing.front());
        report.add({StoreFinding::Kind::IndexIncomplete, english, qint64(missing.size())});
        return m_index.beginShard(shard.number);
    }
    report.messages += static_cast<qint64>(entries.size() - dead.size());
    return m_index.setCounts(shard.number, static_cast<qint64>(entries.size()),
                             static_cast<qint64>(dead.size()));
}
