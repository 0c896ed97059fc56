// SPDX-License-Identifier: GPL-3.0-or-later
//
// MailSearch searches the profile's mail in a thread of its own, over connections of its own: one search at a
// time, each called off by the next. GUI thread; never blocks. Trash and junk are searched as well; the query
// can leave them out (-in:trash).
#pragma once

#include "ListQuery.h"
#include "Result.h"
#include "SearchOutcome.h"
#include "SearchQuery.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <vector>

class Cancellation;
class MailSession;
class SearchRun;
template <class Resource> class WorkerThread;

class MailSearch : public QObject
{
    Q_OBJECT
public:
    // The session's accounts are asked for by their names; it outlives the search.
    explicit MailSearch(const MailSession &session);
    // Calls off what runs and waits for the thread.
    ~MailSearch() override;

    struct Callbacks {
        std::function<void(const std::vector<MessageRow> &)> rows; // newest first, each message once
        std::function<void(const SearchProgress &)> progress;
        std::function<void(const Result<SearchOutcome> &)> done; // Cancelled after cancel()
    };
    // Starts a search; the one before is called off and says nothing more. The callbacks are called in this
    // thread while `context` lives; the rows come before `done`.
    void start(const SearchQuery &query, QObject *context, Callbacks callbacks);
    // What was found until then is handed out, then done(Cancelled) is called.
    void cancel();
    bool isRunning() const { return m_current != nullptr; }

private:
    struct Search;
    SearchContext contextNow() const;
    void handOver(const std::shared_ptr<Search> &search, std::vector<MessageRow> rows);
    void finish(const std::shared_ptr<Search> &search, const Result<SearchOutcome> &outcome);

    const MailSession &m_session;
    std::unique_ptr<WorkerThread<SearchRun>> m_thread; // made by the first search
    std::shared_ptr<Search> m_current;
};
