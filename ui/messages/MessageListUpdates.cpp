// SPDX-License-Identifier: GPL-3.0-or-later
//
// The half of MessageListModel that follows the session: arrivals, flags and moves.
#include "MessageListModel.h"

#include <algorithm>

namespace
{
constexpr size_t cachedArrivals = 400; // of one batch; more would only push out what is on the screen
constexpr size_t mostMovesAsked = 500; // more moves than this and loading the list anew is cheaper
constexpr size_t mostRemovedRuns = 32;
constexpr size_t largeList = 100'000; // from here on each insertion in the middle costs milliseconds
} // namespace

bool MessageListModel::belongs(const MessageSummary &summary) const
{
    if (m_showsResults)
        return false; // only the search knows
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
        return true;
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
    for (const MessageSummary &summary : messages) {
        if (!belongs(summary))
            continue;
        m_pending.push_back({summary.id, summary.date, summary.flags});
        if (cache)
            m_cache.insert(summary);
    }
    if (!m_pending.empty() && !m_mergeTimer.isActive())
        m_mergeTimer.start();
}

void MessageListModel::mergePending()
{
    if (m_loading || m_pending.empty())
        return;
    if (m_query.sort != ListQuery::Sort::Date) {
        // Where they belong by sender, subject or size only the store knows.
        m_pending.clear();
        if (!m_reloadTimer.isActive())
            m_reloadTimer.start();
        return;
    }
    std::vector<MessageRow> rows = std::exchange(m_pending, {});
    std::sort(rows.begin(), rows.end(), [this](const auto &a, const auto &b) { return precedes(a, b); });
    rows.erase(
        std::unique(rows.begin(), rows.end(), [](const auto &a, const auto &b) { return a.id == b.id; }),
        rows.end());
    dropKnown(rows);
    if (!rows.empty())
        insertRuns(rows);
}

// An arrival may have been told of before the list was loaded, and so be in it already.
void MessageListModel::dropKnown(std::vector<MessageRow> &rows)
{
    const auto earlier = [this](const MessageRow &a, const MessageRow &b) {
        return m_query.descending ? a.date > b.date : a.date < b.date;
    };
    std::vector<MessageId> completed;
    std::erase_if(rows, [&](const MessageRow &row) {
        const auto [first, last] = std::equal_range(m_rows.begin(), m_rows.end(), row, earlier);
        const auto known =
            std::find_if(first, last, [&row](const MessageRow &other) { return other.id == row.id; });
        if (known == last)
            return false;
        if (known->flags.testFlag(Flag::Partial) && !row.flags.testFlag(Flag::Partial))
            completed.push_back(row.id);
        return true;
    });
    // A message without a date of its own has that of its coming, which is another one now.
    QSet<MessageId> arrived;
    for (const MessageRow &row : rows)
        arrived.insert(row.id);
    for (const MessageRow &known : m_rows) {
        if (!known.flags.testFlag(Flag::Partial) || !arrived.contains(known.id))
            continue;
        completed.push_back(known.id);
        std::erase_if(rows, [&known](const MessageRow &row) { return row.id == known.id; });
        if (!m_reloadTimer.isActive())
            m_reloadTimer.start(); // it belongs somewhere else
    }
    // The rest of a message has come: the same message, with other bytes.
    if (!completed.empty())
        changeFlags(completed, {}, Flag::Partial);
}

void MessageListModel::insertRuns(const std::vector<MessageRow> &rows)
{
    struct Run {
        size_t at = 0;    // in m_rows
        size_t first = 0; // in rows
        size_t count = 0;
    };
    const size_t most = m_rows.size() > largeList ? 2 : 8;
    std::vector<Run> runs;
    for (size_t i = 0; i < rows.size(); ++i) {
        const auto place = std::lower_bound(m_rows.begin(), m_rows.end(), rows[i],
                                            [this](const auto &a, const auto &b) { return precedes(a, b); });
        const size_t at = size_t(place - m_rows.begin());
        if (!runs.empty() && runs.back().at == at) {
            ++runs.back().count;
        } else {
            if (runs.size() == most) {
                mergeAll(rows);
                return;
            }
            runs.push_back({at, i, 1});
        }
    }
    // From the end, so that the places found above still hold.
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
        const auto source = rows.begin() + qptrdiff(run->first);
        beginInsertRows({}, int(run->at), int(run->at + run->count) - 1);
        m_rows.insert(m_rows.begin() + qptrdiff(run->at), source, source + qptrdiff(run->count));
        endInsertRows();
    }
}

// Scattered arrivals: appended in one insertion, then brought into order in one pass over all rows.
void MessageListModel::mergeAll(const std::vector<MessageRow> &rows)
{
    const size_t before = m_rows.size();
    beginInsertRows({}, int(before), int(before + rows.size()) - 1);
    m_rows.insert(m_rows.end(), rows.begin(), rows.end());
    endInsertRows();

    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList old = persistentIndexList();
    std::vector<MessageId> ids;
    QHash<MessageId, int> places;
    for (const QModelIndex &one : old) {
        ids.push_back(idAt(one.row()));
        places.insert(ids.back(), -1);
    }
    std::inplace_merge(m_rows.begin(), m_rows.begin() + qptrdiff(before), m_rows.end(),
                       [this](const auto &a, const auto &b) { return precedes(a, b); });
    qsizetype open = places.size();
    for (size_t row = 0; row < m_rows.size() && open > 0; ++row) {
        if (const auto place = places.find(m_rows[row].id); place != places.end()) {
            *place = int(row);
            --open;
        }
    }
    QModelIndexList moved;
    for (qsizetype i = 0; i < old.size(); ++i)
        moved += index(places.value(ids[size_t(i)]), old[i].column());
    changePersistentIndexList(old, moved);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void MessageListModel::changeFlags(const std::vector<MessageId> &messages, Flags set, Flags clear)
{
    if (m_loading)
        m_flagChanges.push_back({messages, set, clear});
    const QSet<MessageId> ids(messages.begin(), messages.end());
    for (const MessageId message : messages) {
        // The rest of a message brings another size, and may bring another preview.
        if (clear.testFlag(Flag::Partial))
            m_cache.remove(message);
        else
            m_cache.changeFlags(message, set, clear);
    }
    for (MessageRow &row : m_pending) {
        if (ids.contains(row.id))
            row.flags = (row.flags | set) & ~clear;
    }
    int first = -1;
    int last = -1;
    qsizetype open = ids.size();
    for (size_t i = 0; i < m_rows.size() && open > 0; ++i) {
        if (!ids.contains(m_rows[i].id))
            continue;
        m_rows[i].flags = (m_rows[i].flags | set) & ~clear;
        first = first < 0 ? int(i) : first;
        last = int(i);
        --open;
    }
    if (first >= 0)
        Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
}

void MessageListModel::moveMessages(const std::vector<MessageId> &messages)
{
    for (const MessageId message : messages)
        m_cache.remove(message);
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
                           if (!result) {
                               reload();
                               return;
                           }
                           QSet<MessageId> gone(messages.begin(), messages.end());
                           takeMoved(*result, gone);
                       });
}

void MessageListModel::takeOut(const std::vector<MessageId> &messages)
{
    for (const MessageId message : messages)
        m_cache.remove(message);
    if (m_loading)
        m_reloadAgain = true;
    const QSet<MessageId> gone(messages.begin(), messages.end());
    std::erase_if(m_pending, [&gone](const MessageRow &row) { return gone.contains(row.id); });
    removeMessages(gone);
}

void MessageListModel::takeMoved(const std::vector<MessageSummary> &summaries, QSet<MessageId> gone)
{
    QSet<MessageId> here;
    for (const MessageSummary &summary : summaries) {
        m_cache.insert(summary);
        if (belongs(summary)) {
            gone.remove(summary.id);
            here.insert(summary.id);
        }
    }
    std::erase_if(m_pending, [&gone](const MessageRow &row) { return gone.contains(row.id); });
    removeMessages(gone);
    for (const MessageRow &row : m_rows) {
        if (here.isEmpty())
            break;
        here.remove(row.id);
    }
    std::vector<MessageSummary> arrived;
    for (const MessageSummary &summary : summaries) {
        if (here.contains(summary.id))
            arrived.push_back(summary);
    }
    addMessages(arrived);
}

void MessageListModel::removeMessages(const QSet<MessageId> &messages)
{
    std::vector<std::pair<int, int>> runs;
    for (size_t i = 0; i < m_rows.size(); ++i) {
        if (!messages.contains(m_rows[i].id))
            continue;
        if (!runs.empty() && runs.back().second == int(i) - 1)
            runs.back().second = int(i);
        else
            runs.emplace_back(int(i), int(i));
    }
    if (runs.size() > mostRemovedRuns) {
        beginResetModel();
        std::erase_if(m_rows, [&messages](const MessageRow &row) { return messages.contains(row.id); });
        endResetModel();
        return;
    }
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
        beginRemoveRows({}, run->first, run->second);
        m_rows.erase(m_rows.begin() + run->first, m_rows.begin() + run->second + 1);
        endRemoveRows();
    }
}
