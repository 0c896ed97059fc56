// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of MessageListModel that follows the session: arrivals, flags and moves.
#include "MessageListModel.h"

#include <algorithm>

namespace
{
constexpr size_t cachedArrivals = 400; // of one batch; more would only push out what is on the screen
constexpr size_t mostMovesAsked = 500; // more moves than this and loading the list anew is cheaper
constexpr size_t fewRows = 8;          // looked for one by one
} // namespace

bool MessageListModel::belongs(const MessageSummary &summary) const
{
    if (m_showsResults)
        return false; // only the search knows
    if ((summary.flags & m_query.with) != m_query.with || (summary.flags & m_query.without))
        return false;
    const auto folder = std::find_if(m_folders.begin(), m_folders.end(),
                                     [&summary](const Folder &one) { return one.id == summary.folder; });
    const bool known = folder != m_folders.end();
    const bool discarded = known && (folder->kind == FolderKind::Trash || folder->kind == FolderKind::Junk);
    switch (m_query.scope) {
    case ListQuery::Scope::Folder:
        return summary.folder == m_query.folder;
    case ListQuery::Scope::AllInboxes:
        // Mail of a folder that is too new to be known was fetched just now: into an inbox.
        return !known || folder->kind == FolderKind::Inbox;
    case ListQuery::Scope::Unread:
        return !summary.flags.testFlag(Flag::Read) && !discarded;
    case ListQuery::Scope::Starred:
        return summary.flags.testFlag(Flag::Starred) && !discarded;
    case ListQuery::Scope::Everything:
        return !discarded;
    }
    return false;
}

bool MessageListModel::precedes(const MessageRow &a, const MessageRow &b) const
{
    const auto left = std::pair(a.date, a.id);
    const auto right = std::pair(b.date, b.id);
    return m_query.descending ? right < left : left < right;
}

void MessageListModel::addMessages(const std::vector<MessageSummary> &messages)
{
    const bool cache = messages.size() <= cachedArrivals;
    bool threadsJoined = false;
    for (const MessageSummary &summary : messages) {
        if (!summary.joined.empty()) {
            threadsJoined = true;
            m_table.joinThreads(summary.joined, summary.thread);
            for (MessageRow &row : m_pending) {
                if (std::find(summary.joined.begin(), summary.joined.end(), row.thread) !=
                    summary.joined.end())
                    row.thread = summary.thread;
            }
        }
        if (!belongs(summary))
            continue;
        m_pending.push_back({summary.id, summary.date, summary.flags, summary.thread});
        if (cache)
            m_cache.insert(summary);
    }
    if (threadsJoined && m_loading)
        m_reloadAgain = true; // the rows that are under way may be older
    if ((!m_pending.empty() || threadsJoined) && !m_mergeTimer.isActive())
        m_mergeTimer.start();
}

void MessageListModel::mergePending()
{
    if (m_loading && !m_showsResults)
        return;
    if (m_query.sort != ListQuery::Sort::Date && !m_showsResults) {
        // Where they belong by sender, subject or size only the store knows.
        if (!m_pending.empty() && !m_reloadTimer.isActive())
            m_reloadTimer.start();
        m_pending.clear();
        return;
    }
    insert(std::exchange(m_pending, {}));
}

// Puts rows where they belong by date. Results that are ordered otherwise have them there until the store has
// been asked.
void MessageListModel::insert(std::vector<MessageRow> rows)
{
    std::sort(rows.begin(), rows.end(), [this](const auto &a, const auto &b) { return precedes(a, b); });
    rows.erase(
        std::unique(rows.begin(), rows.end(), [](const auto &a, const auto &b) { return a.id == b.id; }),
        rows.end());
    takeKnown(rows);
    std::vector<int> order;
    order.reserve(m_order.size() + rows.size());
    auto from = m_order.cbegin();
    for (const MessageRow &row : rows) {
        const auto place =
            std::lower_bound(from, m_order.cend(), row, [this](int slot, const MessageRow &one) {
                return precedes(m_table.at(slot), one);
            });
        order.insert(order.end(), from, place);
        order.push_back(m_table.add(row));
        from = place;
    }
    order.insert(order.end(), from, m_order.cend());
    m_order = std::move(order);
    present();
}

// An arrival may have been told of before the list was loaded, and so be in it already. Or it is the rest of
// a message of which the beginning was here.
void MessageListModel::takeKnown(std::vector<MessageRow> &rows)
{
    std::vector<MessageId> completed;
    std::erase_if(rows, [&](const MessageRow &row) {
        const int slot = m_table.slotOf(row.id);
        if (slot < 0)
            return false;
        const MessageRow &known = m_table.at(slot);
        if (!known.flags.testFlag(Flag::Partial) || row.flags.testFlag(Flag::Partial))
            return true;
        completed.push_back(row.id);
        // A message without a date of its own has that of its coming, which is another one now.
        if (known.date != row.date && !m_reloadTimer.isActive())
            m_reloadTimer.start();
        return true;
    });
    if (!completed.empty())
        changeFlags(completed, {}, Flag::Partial);
}

void MessageListModel::changeFlags(const std::vector<MessageId> &messages, Flags set, Flags clear)
{
    if (m_loading)
        m_flagChanges.push_back({messages, set, clear});
    std::vector<int> changed;
    for (const MessageId message : messages) {
        // The rest of a message brings another size, and may bring another preview.
        if (clear.testFlag(Flag::Partial))
            m_cache.remove(message);
        else
            m_cache.changeFlags(message, set, clear);
        const int slot = m_table.slotOf(message);
        if (slot < 0)
            continue;
        const Flags before = m_table.at(slot).flags, after = (before | set) & ~clear;
        m_table.setFlags(slot, after);
        m_threads.changeFlags(slot, before, after);
        changed.push_back(slot);
    }
    const QSet<MessageId> ids(messages.begin(), messages.end());
    for (MessageRow &row : m_pending) {
        if (ids.contains(row.id))
            row.flags = (row.flags | set) & ~clear;
    }
    tellRowsChanged(changed);
}

void MessageListModel::tellRowsChanged(const std::vector<int> &slots)
{
    std::vector<int> rows;
    const auto lookFor = [&](int slot) {
        const auto found = std::find(m_shown.begin(), m_shown.end(), slot);
        if (found != m_shown.end())
            rows.push_back(int(found - m_shown.begin()));
    };
    if (slots.empty() || m_shown.empty())
        return;
    if (slots.size() > fewRows) {
        rows = {0, int(m_shown.size()) - 1};
    } else {
        for (const int slot : slots) {
            lookFor(slot);
            const ThreadRows::Thread *thread = m_presentation.threads ? m_threads.threadOf(slot) : nullptr;
            if (thread)
                lookFor(thread->head);
        }
    }
    if (rows.empty())
        return;
    const auto [first, last] = std::minmax_element(rows.begin(), rows.end());
    Q_EMIT dataChanged(index(*first, 0), index(*last, ColumnCount - 1));
}

void MessageListModel::moveMessages(const std::vector<MessageId> &messages)
{
    for (const MessageId message : messages)
        m_cache.remove(message);
    if (m_showsResults) { // they are found where they are
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    if (m_loading) {
        m_reloadAgain = true;
        return;
    }
    if (messages.size() > mostMovesAsked) {
        reload();
        return;
    }
    const int generation = m_generation;
    m_source.summaries(messages, this,
                       [this, generation, messages](Result<std::vector<MessageSummary>> result) {
                           if (generation != m_generation)
                               return; // the list has been loaded since
                           if (result)
                               takeMoved(*result, messages);
                           else
                               reload();
                       });
}

void MessageListModel::takeMoved(const std::vector<MessageSummary> &summaries,
                                 const std::vector<MessageId> &messages)
{
    QSet<MessageId> gone(messages.begin(), messages.end());
    std::vector<MessageSummary> arrived;
    for (const MessageSummary &summary : summaries) {
        m_cache.insert(summary);
        if (!belongs(summary))
            continue;
        gone.remove(summary.id);
        if (m_table.slotOf(summary.id) < 0)
            arrived.push_back(summary);
    }
    std::erase_if(m_pending, [&gone](const MessageRow &row) { return gone.contains(row.id); });
    removeMessages({gone.begin(), gone.end()});
    addMessages(arrived);
}

void MessageListModel::takeOut(const std::vector<MessageId> &messages)
{
    for (const MessageId message : messages)
        m_cache.remove(message);
    if (m_loading)
        m_reloadAgain = true;
    const QSet<MessageId> gone(messages.begin(), messages.end());
    std::erase_if(m_pending, [&gone](const MessageRow &row) { return gone.contains(row.id); });
    removeMessages(messages);
}

void MessageListModel::removeMessages(const std::vector<MessageId> &messages)
{
    std::vector<uint8_t> isGone(m_table.slotCount(), 0);
    bool any = false;
    for (const MessageId message : messages) {
        if (const int slot = m_table.slotOf(message); slot >= 0) {
            isGone[size_t(slot)] = 1;
            any = true;
        }
    }
    if (!any)
        return;
    std::erase_if(m_order, [&isGone](int slot) { return isGone[size_t(slot)] != 0; });
    present();
    for (size_t slot = 0; slot < isGone.size(); ++slot) {
        if (isGone[slot])
            m_table.remove(int(slot));
    }
}
