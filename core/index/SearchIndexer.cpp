// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchIndexer.h"

#include "IndexCheck.h"
#include "SearchIndex.h"
#include "StoreReader.h"

#include <algorithm>

namespace
{
constexpr int batchMessages = 500;                 // FTS5 writes less of larger batches, but holds them
constexpr qsizetype batchUnits = 4 * 1024 * 1024;  // UTF-16, of text
constexpr qsizetype mostOctets = 12 * 1024 * 1024; // of one message in memory; a longer one counts as cut
constexpr qint64 deadOneIn = 5, fewestDead = 256;  // when a shard is worth to be made anew
constexpr int mostBeginnings = 3;                  // then the disk is broken, not the index

qsizetype unitsOf(const SearchableText &text)
{
    return text.subject.size() + text.body.size() + text.attached.size();
}

// What the catalogue knows of a message whose bytes cannot be read.
IndexedText textOfSummary(const MessageSummary &summary)
{
    IndexedText text;
    text.message = summary.id;
    text.subject = summary.subject;
    text.from = summary.from.name + u' ' + summary.from.address;
    for (const Address &address : summary.to)
        text.to += address.name + u' ' + address.address + u'\n';
    text.body = summary.preview;
    return text;
}
} // namespace

class SearchIndexer::Private
{
public:
    Private(std::unique_ptr<StoreReader> storeReader, std::unique_ptr<SearchIndex> searchIndex)
        : reader(std::move(storeReader)), index(std::move(searchIndex))
    {
    }

    Result<bool> stepOnce(Cancellation &cancellation);
    Result<void> dropWhatIsAhead();
    Result<void> completeBeginnings(Cancellation &cancellation);
    Result<void> addBatch(IndexCoverage::Range range, Cancellation &cancellation);
    Result<std::optional<SearchIndex::Entry>> read(const MessageRow &row);
    Result<bool> tidy();
    Result<bool> holdsRemoved(const SearchIndex::Shard &shard, Cancellation &cancellation);
    Result<Progress> progress();

    // Keeps in mind whether it was the index that failed: it can be begun anew, the catalogue cannot.
    template <class T> Result<T> ofIndex(Result<T> result)
    {
        indexFailed = !result;
        return result;
    }

    const std::unique_ptr<StoreReader> reader;
    const std::unique_ptr<SearchIndex> index;
    bool indexFailed = false;
    bool isFirstStep = true;
    bool hasCompleted = true; // beginnings may have become whole messages
    int beginnings = 0;
};

// An index that knows ids which were never given out is of another past of this store, such as a copy that
// was put back. New messages would have these ids and be taken as known.
Result<void> SearchIndexer::Private::dropWhatIsAhead()
{
    TRY(const MessageId newest, reader->newestId());
    TRY(const auto shards, ofIndex(index->shards()));
    for (const auto &shard : shards)
        if (shard.upTo > newest && shard.upTo >= IndexCoverage::firstOf(shard.number))
            CHECK(ofIndex(index->beginShard(shard.number)));
    return {};
}

Result<std::optional<SearchIndex::Entry>> SearchIndexer::Private::read(const MessageRow &row)
{
    QByteArray bytes;
    bool isLonger = false;
    const auto taken = reader->rawTo(row.id, [&](QByteArrayView piece) -> Result<void> {
        bytes.append(piece.first(qMin(piece.size(), mostOctets - bytes.size())));
        isLonger = bytes.size() == mostOctets;
        return isLonger ? failure(ErrorCode::Cancelled) : Result<void>();
    });
    if (taken || isLonger) {
        IndexedText text = indexedText(row.id, bytes, indexedCharacters);
        text.wasCut = text.wasCut || isLonger;
        return SearchIndex::Entry{std::move(text), row.flags.testFlag(Flag::Partial)};
    }
    TRY(const auto summaries, reader->summaries({row.id}));
    if (summaries.empty()) // removed at this moment
        return std::nullopt;
    return SearchIndex::Entry{textOfSummary(summaries.front()), true};
}

Result<void> SearchIndexer::Private::completeBeginnings(Cancellation &cancellation)
{
    TRY(const auto waiting, ofIndex(index->incomplete()));
    std::vector<SearchIndex::Entry> whole;
    std::vector<MessageId> gone;
    for (const MessageId message : waiting) {
        if (cancellation.isCancelled())
            return failure(ErrorCode::Cancelled);
        TRY(const auto rows, reader->rowsById(message, message, 1));
        if (rows.empty()) {
            gone.push_back(message);
        } else if (!rows.front().flags.testFlag(Flag::Partial)) {
            TRY(auto entry, read(rows.front()));
            if (entry && !entry->isIncomplete)
                whole.push_back(std::move(*entry));
        }
        if (whole.size() >= batchMessages) {
            CHECK(ofIndex(index->complete(whole)));
            whole.clear();
        }
    }
    if (!gone.empty())
        CHECK(ofIndex(index->markRemoved(gone)));
    if (!whole.empty())
        CHECK(ofIndex(index->complete(whole)));
    hasCompleted = false;
    return {};
}

// The range is of one shard.
Result<void> SearchIndexer::Private::addBatch(IndexCoverage::Range range, Cancellation &cancellation)
{
    TRY(const auto rows, reader->rowsById(range.first, range.last, batchMessages));
    std::vector<SearchIndex::Entry> batch;
    MessageId upTo = range.last;
    qsizetype units = 0;
    for (size_t i = 0; i < rows.size(); ++i) {
        if (cancellation.isCancelled())
            return failure(ErrorCode::Cancelled);
        TRY(auto entry, read(rows[i]));
        if (entry) {
            units += unitsOf(entry->text);
            batch.push_back(std::move(*entry));
        }
        const bool isLast = i + 1 == rows.size() && rows.size() == batchMessages;
        if (isLast || units >= batchUnits) {
            upTo = rows[i].id;
            break;
        }
    }
    return ofIndex(index->add(batch, upTo, cancellation));
}

Result<bool> SearchIndexer::Private::tidy()
{
    TRY(const auto shards, ofIndex(index->shards()));
    for (const auto &shard : shards) {
        if (shard.dead >= fewestDead && shard.dead * deadOneIn > shard.entries) {
            CHECK(ofIndex(index->beginShard(shard.number)));
            return true;
        }
        if (!shard.isMerged && shard.upTo == IndexCoverage::lastOf(shard.number)) {
            CHECK(ofIndex(index->mergeShard(shard.number)));
            return true;
        }
    }
    return false;
}

Result<bool> SearchIndexer::Private::stepOnce(Cancellation &cancellation)
{
    if (cancellation.isCancelled())
        return failure(ErrorCode::Cancelled);
    if (isFirstStep)
        CHECK(dropWhatIsAhead());
    isFirstStep = false;
    if (hasCompleted)
        CHECK(completeBeginnings(cancellation));
    TRY(const MessageId newest, reader->newestId());
    TRY(const auto coverage, ofIndex(index->coverage()));
    const auto missing = coverage.missing(newest);
    if (missing.empty())
        return tidy();
    const MessageId last = missing.front().last;
    const MessageId first =
        std::max(missing.front().first, IndexCoverage::firstOf(IndexCoverage::shardOf(last)));
    CHECK(addBatch({first, last}, cancellation));
    return true;
}

// What was counted as dead may be too little: a crash comes between the removal and the count.
Result<bool> SearchIndexer::Private::holdsRemoved(const SearchIndex::Shard &shard, Cancellation &cancellation)
{
    if (shard.dead > 0)
        return true;
    constexpr int page = 10000;
    TRY(const auto entries, index->messages(shard.number));
    for (auto entry = entries.begin(); entry != entries.end();) {
        if (cancellation.isCancelled())
            return failure(ErrorCode::Cancelled);
        TRY(const auto rows, reader->rowsById(*entry, entries.back(), page));
        for (const MessageRow &row : rows)
            if (entry != entries.end() && *entry == row.id)
                ++entry;
        if (entry != entries.end() && (rows.size() < page || *entry <= rows.back().id))
            return true;
    }
    return false;
}

Result<SearchIndexer::Progress> SearchIndexer::Private::progress()
{
    TRY(const MessageId newest, reader->newestId());
    TRY(const auto coverage, index->coverage());
    Progress progress{newest, newest};
    for (const auto &range : coverage.missing(newest))
        progress.done -= range.last - range.first + 1;
    return progress;
}

SearchIndexer::SearchIndexer(std::unique_ptr<Private> state) : d(std::move(state)) {}
SearchIndexer::~SearchIndexer() = default;

Result<std::unique_ptr<SearchIndexer>> SearchIndexer::open(const QString &profileDirectory)
{
    TRY(auto reader, StoreReader::open(profileDirectory));
    TRY(auto index, SearchIndex::open(profileDirectory, reader->storeId()));
    return std::unique_ptr<SearchIndexer>(
        new SearchIndexer(std::make_unique<Private>(std::move(reader), std::move(index))));
}

Result<bool> SearchIndexer::step(Cancellation &cancellation)
{
    d->indexFailed = false;
    auto result = d->stepOnce(cancellation);
    // Segments that compaction removes keep their room as long as they are open.
    if (result && !*result) {
        d->reader->closeFiles();
        d->index->releaseMemory();
    }
    if (result || !d->indexFailed)
        return result;
    const ErrorCode code = result.error().code;
    const bool isBroken = code == ErrorCode::Damaged || code == ErrorCode::DiskFailed;
    if (!isBroken || ++d->beginnings > mostBeginnings)
        return result;
    CHECK(d->index->beginAnew());
    return true;
}

Result<void> SearchIndexer::run(const Tell &tell, Cancellation &cancellation)
{
    for (;;) {
        TRY(const bool hasMore, step(cancellation));
        if (tell) {
            TRY(const Progress progress, d->progress());
            tell(progress);
        }
        if (!hasMore)
            return {};
    }
}

Result<SearchIndexer::Progress> SearchIndexer::progress()
{
    return d->progress();
}

void SearchIndexer::lookForCompleted()
{
    d->hasCompleted = true;
}

Result<void> SearchIndexer::markRemoved(const std::vector<MessageId> &messages)
{
    return d->index->markRemoved(messages);
}

Result<void> SearchIndexer::eraseRemoved(Cancellation &cancellation)
{
    CHECK(d->dropWhatIsAhead());
    TRY(const auto shards, d->index->shards());
    for (const auto &shard : shards) {
        TRY(const bool holdsRemoved, d->holdsRemoved(shard, cancellation));
        if (holdsRemoved)
            CHECK(d->index->beginShard(shard.number));
    }
    return d->index->purge(cancellation);
}

Result<void> SearchIndexer::rebuild(const Tell &tell, Cancellation &cancellation)
{
    d->beginnings = 0; // the user asks for it
    CHECK(d->index->beginAnew());
    return run(tell, cancellation);
}

Result<SearchIndexer::Report> SearchIndexer::check(const Tell &tell, Cancellation &cancellation)
{
    CHECK(d->dropWhatIsAhead());
    Report report;
    auto checked = IndexCheck(*d->index, *d->reader).run(report, tell, cancellation);
    if (!checked && checked.error().code == ErrorCode::Damaged) {
        const QString detail = checked.error().detail;
        const QString english = QStringLiteral("search.db: damaged, begun anew: ") + detail;
        report.add({StoreFinding::Kind::IndexDamaged, english, 0, 0, detail});
        CHECK(d->index->beginAnew());
    } else if (!checked) {
        return tl::unexpected<Error>(std::move(checked.error()));
    }
    TRY(const Progress progress, d->progress());
    report.missing = progress.inAll - progress.done;
    return report;
}
