// SPDX-License-Identifier: GPL-3.0-or-later
#include "IndexThread.h"

#include "Log.h"
#include "MimeMessage.h"

#include <QPointer>

#ifdef Q_OS_LINUX
#include <sys/resource.h>
#endif

#include <algorithm>

namespace
{
constexpr int gatherMilliseconds = 1500;
constexpr qsizetype gatheredMessages = 200; // fewer cost the index more writing
constexpr int tellMilliseconds = 250;

// Behind fetching and reading, in front of nothing.
void lowerPriority()
{
    QThread::currentThread()->setPriority(QThread::LowPriority);
#ifdef Q_OS_LINUX
    constexpr int niceness = 10;
    setpriority(PRIO_PROCESS, 0, niceness); // of this thread alone, and Qt leaves it as it is
#endif
}
} // namespace

IndexThread::IndexThread(const QString &profileDirectory)
    : m_profileDirectory(profileDirectory), m_thread(QStringLiteral("index"), parseStackBytes)
{
    m_gathering.setSingleShot(true);
    m_gathering.setInterval(gatherMilliseconds);
    connect(&m_gathering, &QTimer::timeout, this, &IndexThread::wake);
}

IndexThread::~IndexThread()
{
    shutDown();
}

void IndexThread::shutDown()
{
    m_end.cancel();
    m_gathering.stop();
    m_isKept = false;
    cancel();
}

void IndexThread::open()
{
    if (m_isOpened)
        return;
    m_isOpened = true;
    m_thread.start(
        [directory = m_profileDirectory] {
            lowerPriority();
            return SearchIndexer::open(directory);
        },
        this,
        [this](const Result<void> &opened) {
            m_isOpened = opened.has_value(); // else tried again
            if (!opened)
                qCWarning(logStore).noquote() << "search index:" << opened.error().detail;
        });
}

void IndexThread::keepUpToDate()
{
    m_isKept = true;
    wake();
}

void IndexThread::wake()
{
    m_gathering.stop();
    m_waiting = 0;
    m_hasMore = true;
    open();
    if (!m_isWorking.exchange(true))
        m_thread.post([this](SearchIndexer *indexer) { workOn(indexer); });
}

void IndexThread::workOn(SearchIndexer *indexer)
{
    const bool hadMore = m_hasMore.exchange(false);
    const Result<bool> stepped = indexer ? indexer->step(m_end) : Result<bool>(false);
    if (!stepped && stepped.error().code != ErrorCode::Cancelled)
        qCWarning(logStore).noquote() << "search index:" << stepped.error().detail;
    if (indexer && stepped)
        tellProgress(*indexer, !*stepped && hadMore);
    if (stepped && *stepped && !m_end.isCancelled())
        return m_thread.post([this](SearchIndexer *again) { workOn(again); });
    m_isWorking = false;
    if (m_hasMore && !m_end.isCancelled() && !m_isWorking.exchange(true))
        m_thread.post([this](SearchIndexer *again) { workOn(again); });
}

void IndexThread::tellProgress(SearchIndexer &indexer, bool isLast)
{
    if (!isLast && m_lastTold.isValid() && m_lastTold.elapsed() < tellMilliseconds)
        return;
    m_lastTold.start();
    if (const auto progress = indexer.progress())
        Q_EMIT progressed(progress->done, progress->inAll);
}

void IndexThread::ask(Work work, QObject *context, Progress progress, Done<void> done)
{
    open();
    std::erase_if(m_asked, [](const auto &cancellation) { return cancellation.use_count() == 1; });
    const auto cancellation = std::make_shared<Cancellation>();
    m_asked.push_back(cancellation);
    if (m_end.isCancelled())
        cancellation->cancel();
    const QPointer<QObject> listener(context);
    const auto tell = [this, listener, progress = std::move(progress)](SearchIndexer::Progress now) {
        if (progress)
            QMetaObject::invokeMethod(this, [listener, progress, now] {
                if (listener)
                    progress(now.done, now.inAll);
            });
    };
    m_thread.request([work = std::move(work), tell,
                      cancellation](SearchIndexer &indexer) { return work(indexer, tell, *cancellation); },
                     context, std::move(done));
}

void IndexThread::update(QObject *context, Progress progress, Done<void> done)
{
    ask([](SearchIndexer &indexer, const SearchIndexer::Tell &tell,
           Cancellation &cancellation) { return indexer.run(tell, cancellation); },
        context, std::move(progress), std::move(done));
}

void IndexThread::rebuild(QObject *context, Progress progress, Done<void> done)
{
    ask([](SearchIndexer &indexer, const SearchIndexer::Tell &tell,
           Cancellation &cancellation) { return indexer.rebuild(tell, cancellation); },
        context, std::move(progress), std::move(done));
}

void IndexThread::check(QObject *context, Progress progress, Done<SearchIndexer::Report> done)
{
    const auto report = std::make_shared<SearchIndexer::Report>();
    const QPointer<IndexThread> self(this);
    ask(
        [report](SearchIndexer &indexer, const SearchIndexer::Tell &tell,
                 Cancellation &cancellation) -> Result<void> {
            TRY(*report, indexer.check(tell, cancellation));
            return {};
        },
        context, std::move(progress),
        [self, report, done = std::move(done)](Result<void> checked) {
            if (self && self->m_isKept)
                self->wake(); // what was wrong
            done(checked ? Result<SearchIndexer::Report>(*report)
                         : Result<SearchIndexer::Report>(std::move(checked.error())));
        });
}

void IndexThread::eraseRemoved(QObject *context, Done<void> done)
{
    const QPointer<IndexThread> self(this);
    ask([](SearchIndexer &indexer, const SearchIndexer::Tell &,
           Cancellation &cancellation) { return indexer.eraseRemoved(cancellation); },
        context, {},
        [self, done = std::move(done)](Result<void> erased) {
            if (self && self->m_isKept)
                self->wake();
            done(std::move(erased));
        });
}

void IndexThread::cancel()
{
    for (const auto &cancellation : m_asked)
        cancellation->cancel();
}

void IndexThread::messagesStored(const std::vector<MessageSummary> &messages)
{
    const bool hasCompleted = std::any_of(messages.begin(), messages.end(), [this](const auto &message) {
        return message.id <= m_newest || m_newest == 0; // the rest of it may have come
    });
    for (const MessageSummary &message : messages)
        m_newest = std::max(m_newest, message.id);
    if (!m_isKept)
        return;
    if (hasCompleted)
        m_thread.post([](SearchIndexer *indexer) {
            if (indexer)
                indexer->lookForCompleted();
        });
    m_waiting += static_cast<qsizetype>(messages.size());
    if (m_waiting >= gatheredMessages)
        wake();
    else if (!m_gathering.isActive())
        m_gathering.start();
}

void IndexThread::messagesRemoved(const std::vector<MessageId> &messages)
{
    open();
    m_thread.post([messages](SearchIndexer *indexer) {
        if (indexer)
            (void)indexer->markRemoved(messages);
    });
}
