// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailSearch.h"

#include "Cancellation.h"
#include "MailSession.h"
#include "MimeMessage.h"
#include "SearchRun.h"
#include "WorkerThread.h"

// Shared with the search thread, which uses the cancellation alone.
struct MailSearch::Search {
    Cancellation cancellation;
    QPointer<QObject> asker;
    Callbacks callbacks;
};

MailSearch::MailSearch(const MailSession &session) : m_session(session) {}

MailSearch::~MailSearch()
{
    if (m_current)
        m_current->cancellation.cancel();
}

SearchContext MailSearch::contextNow() const
{
    SearchContext context;
    context.now = QDateTime::currentDateTime();
    context.accounts.push_back({localAccount, QStringLiteral("local"), {}}); // mail from files
    for (const Account &account : m_session.accounts())
        context.accounts.push_back({account.id, account.name, account.email});
    return context;
}

void MailSearch::start(const SearchQuery &query, QObject *context, Callbacks callbacks)
{
    if (m_current)
        m_current->cancellation.cancel();
    const auto search = std::make_shared<Search>();
    search->asker = context;
    search->callbacks = std::move(callbacks);
    m_current = search;
    if (!m_thread) {
        m_thread = std::make_unique<WorkerThread<SearchRun>>(QStringLiteral("search"), parseStackBytes);
        // Where it fails, the search itself says so.
        m_thread->start([directory = m_session.profileDirectory()] { return SearchRun::open(directory); },
                        this, [](const Result<void> &) {});
    }
    const auto rows = [this, search](std::vector<MessageRow> found) {
        QMetaObject::invokeMethod(
            this, [=, this, found = std::move(found)] { handOver(search, found); }, Qt::QueuedConnection);
    };
    const auto progress = [this, search](const SearchProgress &done) {
        QMetaObject::invokeMethod(
            this,
            [this, search, done] {
                if (m_current == search && search->asker && search->callbacks.progress)
                    search->callbacks.progress(done);
            },
            Qt::QueuedConnection);
    };
    const auto run = [query, search, rows, progress, names = contextNow()](SearchRun &searcher) {
        return searcher.run(query, names, rows, progress, search->cancellation);
    };
    m_thread->request(run, this,
                      [this, search](const Result<SearchOutcome> &outcome) { finish(search, outcome); });
}

void MailSearch::handOver(const std::shared_ptr<Search> &search, std::vector<MessageRow> rows)
{
    if (m_current == search && search->asker && search->callbacks.rows)
        search->callbacks.rows(rows);
}

void MailSearch::finish(const std::shared_ptr<Search> &search, const Result<SearchOutcome> &outcome)
{
    if (m_current != search)
        return;
    m_current.reset();
    // A profile that could not be read may be there the next time.
    if (!outcome && outcome.error().code == ErrorCode::NotFound)
        m_thread.reset();
    if (search->asker && search->callbacks.done)
        search->callbacks.done(outcome);
}

void MailSearch::cancel()
{
    if (m_current)
        m_current->cancellation.cancel();
}
