// SPDX-License-Identifier: GPL-3.0-or-later
//
// SearchIndex writes search.db, the full-text index of a profile: FTS5 tables f0, f1, … of 2^17 message ids
// each, without the text itself, tokens by SearchTokenizer. It can be lost at any time: it is never migrated
// but dropped and made anew. It is the one connection that writes and checkpoints the file; index thread
// only. Messages that were removed stay in it until their shard is made anew; whoever asks it holds the hits
// against the catalogue.
#pragma once

#include "IndexedText.h"
#include "Result.h"

#include <memory>
#include <vector>

class SearchIndex
{
public:
    static constexpr MessageId shardSize = MessageId(1) << 17; // ids of one shard
    static constexpr int shardOf(MessageId message) { return static_cast<int>(message / shardSize); }

    // search.db of the profile. One of another version, or a broken one, is removed and begun anew.
    static Result<std::unique_ptr<SearchIndex>> open(const QString &profileDirectory);
    ~SearchIndex();

    // Adds a batch in one transaction: ids ascending, all above indexedUpTo(), which becomes `upTo`: ids up
    // to it that are not in the batch do not exist, or have no text.
    Result<void> add(const std::vector<IndexedText> &batch, MessageId upTo);
    // All messages up to this id are in the index; the newer ones have to be scanned.
    Result<MessageId> indexedUpTo();
    // Messages whose indexed text is not right any more (the rest of a partial message has come, the text was
    // removed) are scanned until their shard is made anew.
    Result<void> markStale(const std::vector<MessageId> &messages);

    // Empties a shard; its messages are to be added again, from its first id up to indexedUpTo() then.
    // See SearchIndexer, which does it step by step.
    Result<void> beginShard(int shard);

private:
    class Private;
    explicit SearchIndex(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};
