// SPDX-License-Identifier: GPL-3.0-or-later
#include "SummaryCache.h"

namespace
{
constexpr int capacity = 6000;
constexpr size_t mostWindows = 4;
} // namespace

SummaryCache::SummaryCache(Fetch fetch, QObject *parent)
    : QObject(parent), m_fetch(std::move(fetch)), m_summaries(capacity)
{
}

const MessageSummary *SummaryCache::find(MessageId message) const
{
    return m_summaries.object(message);
}

void SummaryCache::insert(const MessageSummary &summary)
{
    m_missing.remove(summary.id);
    m_summaries.insert(summary.id, new MessageSummary(summary)); // owned by the cache
}

void SummaryCache::changeFlags(MessageId message, Flags set, Flags clear)
{
    if (MessageSummary *summary = m_summaries.object(message))
        summary->flags = (summary->flags | set) & ~clear;
}

void SummaryCache::remove(MessageId message)
{
    m_summaries.remove(message);
}

void SummaryCache::clear()
{
    m_summaries.clear();
    m_missing.clear();
    m_isStale = m_busy;
}

void SummaryCache::want(const std::vector<MessageId> &messages)
{
    std::vector<MessageId> missing;
    for (const MessageId message : messages) {
        if (m_summaries.contains(message) || m_missing.contains(message) || m_asked.contains(message))
            continue;
        missing.push_back(message);
        m_asked.insert(message);
    }
    if (missing.empty())
        return;
    m_wanted.push_front(std::move(missing));
    while (m_wanted.size() > mostWindows) {
        for (const MessageId message : m_wanted.back())
            m_asked.remove(message);
        m_wanted.pop_back();
    }
    // Later, because a view asks while it paints.
    QMetaObject::invokeMethod(this, &SummaryCache::fetchNext, Qt::QueuedConnection);
}

void SummaryCache::forgetWanted()
{
    for (const auto &window : m_wanted) {
        for (const MessageId message : window)
            m_asked.remove(message);
    }
    m_wanted.clear();
}

void SummaryCache::fetchNext()
{
    if (m_busy || m_wanted.empty())
        return;
    m_busy = true;
    std::vector<MessageId> window = std::move(m_wanted.front());
    m_wanted.pop_front();
    m_fetch(window, this, [this, window](Result<std::vector<MessageSummary>> result) {
        m_busy = false;
        take(window, std::move(result));
        fetchNext();
    });
}

void SummaryCache::take(const std::vector<MessageId> &asked, Result<std::vector<MessageSummary>> result)
{
    const bool isStale = std::exchange(m_isStale, false);
    for (const MessageId message : asked) {
        m_asked.remove(message);
        if (result && !isStale)
            m_missing.insert(message);
    }
    // No loaded() here: a view would ask at once, and fail again.
    if (!result && !isStale) {
        if (result.error().code != ErrorCode::Cancelled)
            Q_EMIT failed(result.error());
        return;
    }
    if (!isStale) {
        for (const MessageSummary &summary : *result)
            insert(summary);
    }
    Q_EMIT loaded();
}
