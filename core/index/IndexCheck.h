// SPDX-License-Identifier: GPL-3.0-or-later
//
// IndexCheck holds each shard of the search index against itself and against the catalogue: every message up
// to where the shard is said to reach must have an entry. A shard that lacks one is begun anew, entries
// without a message are counted. Index thread; lives as long as one check.
#pragma once

#include "SearchIndex.h"
#include "SearchIndexer.h"

class IndexCheck
{
public:
    IndexCheck(SearchIndex &index, StoreReader &reader) : m_index(index), m_reader(reader) {}

    // Adds to `report`. Damaged where the file cannot be used any more.
    Result<void> run(SearchIndexer::Report &report, const SearchIndexer::Tell &tell,
                     Cancellation &cancellation);

private:
    Result<void> checkShard(const SearchIndex::Shard &shard, SearchIndexer::Report &report,
                            Cancellation &cancellation);
    Result<std::vector<MessageId>> storedMessages(const SearchIndex::Shard &shard,
                                                  Cancellation &cancellation);

    SearchIndex &m_index;
    StoreReader &m_reader;
};
