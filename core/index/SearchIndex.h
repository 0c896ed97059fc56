// SPDX-License-Identifier: GPL-3.0-or-later
//
// SearchIndex writes search.db, the full-text index of a profile: a shard for each 2^17 message ids, which is
// an FTS5 table without the text itself (IndexCoverage.h says how to read them). It can be lost at any time:
// it is never migrated but dropped and made anew. It is the one connection that writes and checkpoints the
// file; index thread only. Messages that were removed stay in it until their shard is made anew; whoever asks
// it holds the hits against the catalogue.
#pragma once

#include "Cancellation.h"
#include "IndexCoverage.h"
#include "IndexedText.h"
#include "Result.h"

#include <memory>
#include <vector>

class SearchIndex
{
public:
    // search.db of the profile whose store has this id. One of another version, of another store, or a broken
    // one is removed and begun anew.
    static Result<std::unique_ptr<SearchIndex>> open(const QString &profileDirectory,
                                                     const QByteArray &storeId);
    ~SearchIndex();

    // An entry is read again until it can be relied on: Incomplete is a message of which only the beginning
    // is here, or whose bytes could not be read.
    struct Entry {
        IndexedText text;
        bool isIncomplete = false;
    };
    // Adds a batch in one transaction: ids ascending, all of one shard and above what it had, which becomes
    // `upTo`: ids up to it that are not in the batch do not exist. Cancelled changes nothing.
    Result<void> add(const std::vector<Entry> &batch, MessageId upTo, Cancellation &cancellation);
    // Replaces incomplete entries; their texts must hold all that the old ones had.
    Result<void> complete(const std::vector<Entry> &batch);
    // Entries that are not there any more. They are counted, and go with their shard.
    Result<void> markRemoved(const std::vector<MessageId> &messages);

    Result<IndexCoverage> coverage();
    Result<std::vector<MessageId>> incomplete();

    struct Shard {
        int number = 0;
        MessageId upTo = 0; // 0: nothing is in it
        qint64 entries = 0; // that were added
        qint64 dead = 0;    // of them, those whose message was removed
        bool isMerged = false;
    };
    Result<std::vector<Shard>> shards(); // newest first
    // Empties a shard; its messages are to be added again.
    Result<void> beginShard(int shard);
    // Writes the file anew, without the words that deleted entries and merges have left between its own.
    // Cancelled; after an error words may be left.
    Result<void> purge(Cancellation &cancellation);
    // Drops the whole index and begins anew.
    Result<void> beginAnew();

    // Gives back the cached pages: there is nothing to do for a while.
    void releaseMemory();
    // One step, well under a second, of making a full shard one b-tree; true when it is done.
    Result<bool> mergeShard(int shard);
    // FTS5's own check of a shard. Damaged where it is.
    Result<void> checkShard(int shard, Cancellation &cancellation);
    // Sets right what the shard says of itself, after a check.
    Result<void> setCounts(int shard, qint64 entries, qint64 dead);
    // The ids that are in the shard, ascending.
    Result<std::vector<MessageId>> messages(int shard);

private:
    class Private;
    explicit SearchIndex(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};
