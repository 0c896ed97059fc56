// SPDX-License-Identifier: GPL-3.0-or-later
//
// IndexThread keeps the search index of a session up to date, in a thread of its own with a low priority: the
// search is complete without it, only slower, so nothing ever waits for it. The object lives in the GUI
// thread. What it is asked for runs between the batches of its own work.
#pragma once

#include "MessageSummary.h"
#include "SearchIndexer.h"
#include "WorkerThread.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <atomic>

class IndexThread : public QObject
{
    Q_OBJECT
public:
    template <class T> using Done = std::function<void(Result<T>)>;
    using Progress = std::function<void(qint64 done, qint64 inAll)>;

    explicit IndexThread(const QString &profileDirectory);
    // Cancels what runs, between two messages, and waits.
    ~IndexThread() override;

    // Cancels what runs, and all that is asked for from now on.
    void shutDown();

    // From now on works by itself: at once, and whenever there is mail that is not indexed.
    void keepUpToDate();

    // Indexes what is not, and returns when it is.
    void update(QObject *context, Progress progress, Done<void> done);
    // Drops the index and makes it anew.
    void rebuild(QObject *context, Progress progress, Done<void> done);
    // Holds it against itself and the catalogue; what is wrong is made anew afterwards.
    void check(QObject *context, Progress progress, Done<SearchIndexer::Report> done);
    // Makes the shards anew that hold words of removed messages. `done` is called when these words are gone.
    void eraseRemoved(QObject *context, Done<void> done);
    // Ends update(), rebuild(), check() and eraseRemoved() with Cancelled.
    void cancel();

public Q_SLOTS:
    void messagesStored(const std::vector<MessageSummary> &messages);
    void messagesRemoved(const std::vector<MessageId> &messages);

Q_SIGNALS:
    void progressed(qint64 done, qint64 inAll); // at most a few times a second; equal when nothing is missing

private:
    using Work = std::function<Result<void>(SearchIndexer &, const SearchIndexer::Tell &, Cancellation &)>;

    void open();
    void ask(Work work, QObject *context, Progress progress, Done<void> done);
    void wake();
    void workOn(SearchIndexer *indexer); // index thread
    void tellProgress(SearchIndexer &indexer, bool isLast);

    const QString m_profileDirectory;
    bool m_isOpened = false;
    bool m_isKept = false;
    qsizetype m_waiting = 0;  // messages that were stored and not looked at yet
    MessageId m_newest = 0;   // of those that were stored
    QTimer m_gathering;       // few messages wait for more
    QElapsedTimer m_lastTold; // index thread
    std::atomic<bool> m_isWorking{false};
    std::atomic<bool> m_hasMore{false}; // was stored since the work began
    Cancellation m_end;
    std::vector<std::shared_ptr<Cancellation>> m_asked;
    WorkerThread<SearchIndexer> m_thread;
};
