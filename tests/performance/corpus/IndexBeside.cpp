// SPDX-License-Identifier: GPL-3.0-or-later
#include "IndexBeside.h"

#include "Cancellation.h"
#include "MimeMessage.h"
#include "SearchIndexer.h"

IndexBeside::IndexBeside(const QString &profileDirectory)
    : m_thread(QThread::create([this, profileDirectory] { m_outcome = run(profileDirectory); }))
{
    m_thread->setStackSize(parseStackBytes);
    m_thread->start();
}

IndexBeside::~IndexBeside()
{
    (void)finish();
}

void IndexBeside::wake()
{
    const std::lock_guard lock(m_mutex);
    m_isAwake = true;
    m_changed.notify_all();
}

Result<void> IndexBeside::finish()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isOver = true;
    }
    m_changed.notify_all();
    m_thread->wait();
    return m_outcome;
}

Result<void> IndexBeside::run(const QString &profileDirectory)
{
    TRY(const auto indexer, SearchIndexer::open(profileDirectory));
    Cancellation cancellation;
    for (;;) {
        bool isLast = false;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_isAwake || m_isOver; });
            isLast = m_isOver;
            m_isAwake = false;
        }
        for (bool isMore = true; isMore;) {
            TRY(isMore, indexer->step(cancellation));
        }
        if (isLast)
            return {};
    }
}
