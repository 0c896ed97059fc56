// SPDX-License-Identifier: GPL-3.0-or-later
//
// IndexHits reads the hits of several FTS5 expressions out of search.db, shard by shard from the newest, each
// as far as it is asked for and no further, as sets of bits: bit n is the shard's n-th id. All that it says
// of a shard is of one state of the index. What the index does not know, or cannot be read from it, is in
// unknown(). One object is one search, in one thread; the index is closed with it.
#pragma once

#include "Cancellation.h"
#include "IndexCoverage.h"
#include "Result.h"

#include <memory>
#include <vector>

class IndexHits
{
public:
    using Bits = std::vector<quint64>; // of a whole shard
    static constexpr size_t wordsOfShard = static_cast<size_t>(IndexCoverage::shardSize / 64);

    // Without expressions nothing is opened.
    IndexHits(const QString &profileDirectory, const QByteArray &storeId,
              const std::vector<QByteArray> &expressions, Cancellation &cancellation);
    ~IndexHits();

    // Begins with a shard. `newest`: the newest message there is.
    Result<void> enter(int shard, MessageId newest);
    // Reads on until hits() is whole from `first` on.
    Result<void> readTo(MessageId first);
    // Reads the rest of the shard and lets go of the index until the next one.
    Result<void> finishShard();

    const Bits &hits(size_t expression) const;
    const Bits &unknown() const;
    // Whether the index failed; what is left is in unknown().
    bool failed() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};
