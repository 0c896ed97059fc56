// SPDX-License-Identifier: GPL-3.0-or-later
//
// SearchRun finds messages in a profile, over connections of its own that cannot write. What it finds is
// complete at every moment: messages that the index does not have, or not whole, are read and held against
// the query as the index would. All folders are searched, trash and junk as well. One object belongs to one
// thread, with a stack of 16 MiB (parseStackBytes).
#pragma once

#include "Cancellation.h"
#include "ListQuery.h"
#include "Result.h"
#include "SearchOutcome.h"

#include <functional>
#include <memory>
#include <vector>

class SearchQuery;

class SearchRun
{
public:
    // Rows as they are found: newest first by id, each once, the first hundred at once when there are so
    // many.
    using Sink = std::function<void(std::vector<MessageRow>)>;
    using Progress = std::function<void(const SearchProgress &)>; // some times a second

    // NotFound where there is no store yet.
    static Result<std::unique_ptr<SearchRun>> open(const QString &profileDirectory);
    ~SearchRun();

    // Both callbacks are called in this thread. Cancelled as soon as `cancellation` is, with what was found
    // until then handed out.
    Result<SearchOutcome> run(const SearchQuery &query, const SearchContext &context, const Sink &sink,
                              const Progress &progress, Cancellation &cancellation);

private:
    class Private;
    explicit SearchRun(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};
