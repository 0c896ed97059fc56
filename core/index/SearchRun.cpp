// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchRun.h"

#include "IndexHits.h"
#include "MessageFacts.h"
#include "SearchPass.h"
#include "SearchPlan.h"
#include "StoreReader.h"

class SearchRun::Private
{
public:
    QString profileDirectory;
    std::unique_ptr<StoreReader> reader;
    std::unique_ptr<MessageFacts> facts;
};

SearchRun::SearchRun(std::unique_ptr<Private> state) : d(std::move(state)) {}
SearchRun::~SearchRun() = default;

Result<std::unique_ptr<SearchRun>> SearchRun::open(const QString &profileDirectory)
{
    auto state = std::make_unique<Private>();
    state->profileDirectory = profileDirectory;
    TRY(state->reader, StoreReader::open(profileDirectory));
    TRY(state->facts, MessageFacts::open(profileDirectory));
    return std::unique_ptr<SearchRun>(new SearchRun(std::move(state)));
}

Result<SearchOutcome> SearchRun::run(const SearchQuery &query, const SearchContext &context, const Sink &sink,
                                     const Progress &progress, Cancellation &cancellation)
{
    SearchPlan::Sources sources;
    sources.context = context;
    TRY(sources.folders, d->reader->folders());
    sources.tagged = [this](const QString &tag, bool prefix) { return d->facts->tagged(tag, prefix); };
    TRY(const auto plan, SearchPlan::compile(query, sources));
    IndexHits hits(d->profileDirectory, d->reader->storeId(), plan.expressions(), cancellation);
    SearchPass pass({plan, *d->reader, *d->facts, hits, sink, progress, cancellation});
    TRY(const MessageId newest, d->facts->newest());
    auto outcome = pass.run(newest);
    d->reader->closeFiles(); // one that compaction removes keeps its room as long as it is open
    return outcome;
}
