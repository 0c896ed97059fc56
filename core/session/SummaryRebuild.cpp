// SPDX-License-Identifier: GPL-3.0-or-later
#include "SummaryRebuild.h"

#include "Log.h"
#include "SessionThreads.h"

namespace
{
constexpr size_t messagesOfOneBatch = 200;

// Long reader's thread. One that cannot be read is passed over: it shows its error when it is opened.
Result<std::vector<MessageSummary>> readSummaries(StoreReader &store, const std::vector<MessageId> &messages,
                                                  const Cancellation &cancellation)
{
    std::vector<MessageSummary> summaries;
    for (const MessageId message : messages) {
        if (cancellation.isCancelled())
            return failure(ErrorCode::Cancelled);
        TRY(const auto rows, store.summaries({message}));
        const auto bytes = store.raw(message);
        if (rows.empty() || !bytes)
            continue;
        summaries.push_back(summarise(*bytes, rows.front().received));
        summaries.back().id = message;
    }
    return summaries;
}
} // namespace

void SummaryRebuild::start()
{
    m_isAskedAgain = m_isRunning;
    if (m_isRunning)
        return;
    m_isRunning = true;
    m_threads.store.request([](MessageStore &store) { return store.unsummarised(); }, this,
                            [this](Result<std::vector<MessageId>> found) {
                                if (!found)
                                    qCWarning(logStore) << "messages without summaries could not be listed:"
                                                        << found.error().detail;
                                m_messages = found ? std::move(*found) : std::vector<MessageId>();
                                m_done = 0;
                                if (!m_messages.empty())
                                    Q_EMIT progressed(0, qint64(m_messages.size()));
                                next();
                            });
}

void SummaryRebuild::next()
{
    if (m_done >= m_messages.size() || m_cancellation.isCancelled())
        return finish();
    const size_t end = std::min(m_messages.size(), m_done + messagesOfOneBatch);
    const std::vector<MessageId> batch(m_messages.begin() + qptrdiff(m_done),
                                       m_messages.begin() + qptrdiff(end));
    const auto write = [this, end](Result<std::vector<MessageSummary>> read) {
        if (!read) {
            if (read.error().code != ErrorCode::Cancelled)
                qCWarning(logStore) << "summaries could not be read:" << read.error().detail;
            return finish();
        }
        m_threads.store.request(
            [summaries = std::move(*read)](MessageStore &store) { return store.setSummaries(summaries); },
            this,
            [this, end](const Result<void> &written) {
                if (!written) {
                    qCWarning(logStore) << "summaries could not be stored:" << written.error().detail;
                    return finish();
                }
                m_done = end;
                Q_EMIT progressed(qint64(m_done), qint64(m_messages.size()));
                next();
            });
    };
    m_threads.longReader.request(
        [batch, &cancellation = m_cancellation](StoreReader &store) {
            return readSummaries(store, batch, cancellation);
        },
        this, write);
}

void SummaryRebuild::finish()
{
    m_isRunning = false;
    m_messages.clear();
    if (std::exchange(m_isAskedAgain, false) && !m_cancellation.isCancelled())
        return start();
    Q_EMIT finished();
}
