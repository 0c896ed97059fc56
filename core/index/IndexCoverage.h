// SPDX-License-Identifier: GPL-3.0-or-later
//
// IndexCoverage tells which messages search.db answers for; all others have to be scanned. With it come the
// names that whoever writes and whoever reads the file agree on. Shard n is the table f<n>, an FTS5 table of
// the ids [n * 2^17, (n + 1) * 2^17) with the columns below, its rowid the message's id. Shards fill up from
// the newest to the oldest, each from its lowest id up. Values, any thread.
//
// A reader opens the file for one search and closes it soon: while it is open, search.db cannot be begun anew
// on Windows. Hits may be of messages that were removed.
#pragma once

#include "Identifiers.h"
#include "Result.h"

#include <QByteArray>
#include <QString>

#include <array>
#include <memory>
#include <vector>

class Database;

struct IndexCoverage {
    static constexpr MessageId shardSize = MessageId(1) << 17;
    static constexpr int shardOf(MessageId message) { return static_cast<int>(message / shardSize); }
    static constexpr MessageId firstOf(int shard) { return shard * shardSize; }
    static constexpr MessageId lastOf(int shard) { return firstOf(shard) + shardSize - 1; }
    static QByteArray tableOf(int shard) { return 'f' + QByteArray::number(shard); }

    // In the order of IndexedText.
    static constexpr std::array columns{"subject", "sender",   "recipients", "cc",
                                        "body",    "filename", "attached",   "list"};

    struct Shard {
        int number = 0;
        MessageId upTo = 0; // ids of the shard up to this one are in it, or do not exist
    };
    struct Range {
        MessageId first = 0;
        MessageId last = 0; // inclusive

        bool operator==(const Range &) const = default;
    };

    std::vector<Shard> shards; // newest first
    // Messages whose text is in the index only in part, ascending: they may be hits and must be scanned.
    std::vector<MessageId> scanned;

    // What is not in the index of the messages up to `newest`, newest first.
    std::vector<Range> missing(MessageId newest) const;

    // Reads what `index` covers; in a read transaction with the queries it is one state with them.
    static Result<IndexCoverage> read(Database &index);
};

// search.db for reading, with the tokenizer. NotFound where there is none, or one of another version or
// store: then all messages have to be scanned. Damaged where it cannot be read.
Result<std::unique_ptr<Database>> openIndexForReading(const QString &profileDirectory,
                                                      const QByteArray &storeId);
