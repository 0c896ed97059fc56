// SPDX-License-Identifier: GPL-3.0-or-later
//
// SearchIndexer brings the search index up to date with the catalogue, checks it and makes it anew. It owns
// the index's writing connection and reads the mail over one of its own. Index thread, with a stack of
// parseStackBytes. All work goes in batches; cancelled between two messages, it loses the batch at most. An
// index that turns out to be damaged is begun anew at once: no error of its own ever blocks mail.
#pragma once

#include "Cancellation.h"
#include "Identifiers.h"
#include "Result.h"
#include "StoreFinding.h"

#include <QStringList>

#include <functional>
#include <memory>
#include <vector>

class SearchIndex;
class StoreReader;

class SearchIndexer
{
public:
    // Ids that are done, of those that were ever given out.
    struct Progress {
        qint64 done = 0;
        qint64 inAll = 0;
    };
    using Tell = std::function<void(Progress)>;

    // NotFound where there is no store yet.
    static Result<std::unique_ptr<SearchIndexer>> open(const QString &profileDirectory);
    ~SearchIndexer();

    // Makes one batch of what is most urgent: beginnings whose rest has come, new messages, older ones, a
    // shard with too many dead entries begun anew, a full shard merged. False when there is nothing to do.
    Result<bool> step(Cancellation &cancellation);
    // Steps until there is nothing to do.
    Result<void> run(const Tell &tell, Cancellation &cancellation);
    Result<Progress> progress();

    // The rest of a message may have come of which the beginning is in the index.
    void lookForCompleted();
    Result<void> markRemoved(const std::vector<MessageId> &messages);
    // Begins all shards anew that have entries of messages which the catalogue does not have; step() fills
    // them again. What was removed is not in the file any more when this returns. Cancelled.
    Result<void> eraseRemoved(Cancellation &cancellation);
    // Begins the whole index anew and fills it. Until it is full, what is missing is scanned by searches.
    Result<void> rebuild(const Tell &tell, Cancellation &cancellation);

    struct Report {
        qint64 messages = 0;                // that are in the index
        qint64 missing = 0;                 // that are not yet
        QStringList problems;               // in English; a shard with one has been begun anew
        std::vector<StoreFinding> findings; // the same

        void add(const StoreFinding &finding)
        {
            findings.push_back(finding);
            problems.append(finding.english);
        }
    };
    // Holds the index against itself and against the catalogue.
    Result<Report> check(const Tell &tell, Cancellation &cancellation);

private:
    class Private;
    explicit SearchIndexer(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};
