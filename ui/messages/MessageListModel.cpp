// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageListModel.h"

#include <algorithm>
#include <numeric>

namespace
{
constexpr int windowSize = 200;
constexpr int firstRows = 200;       // shown before the others are loaded
constexpr int mergeInterval = 100;   // ms
constexpr int reloadInterval = 1000; // ms
} // namespace

MessageListModel::MessageListModel(Source source, QObject *parent)
    : QAbstractTableModel(parent), m_source(std::move(source)), m_cache(m_source.summaries)
{
    setUpTimers();
    connect(&m_cache, &SummaryCache::loaded, this, [this] {
        if (!m_shown.empty())
            Q_EMIT dataChanged(index(0, 0), index(int(m_shown.size()) - 1, ColumnCount - 1));
    });
    connect(&m_cache, &SummaryCache::failed, this, &MessageListModel::loadFailed);
}

MessageListModel::MessageListModel(MailSession &session, QObject *parent)
    : MessageListModel(sourceOf(session), parent)
{
    connect(&session, &MailSession::messagesAdded, this, &MessageListModel::addMessages);
    connect(&session, &MailSession::flagsChanged, this, &MessageListModel::changeFlags);
    connect(&session, &MailSession::messagesMoved, this, &MessageListModel::moveMessages);
    connect(&session, &MailSession::messagesRemoved, this, &MessageListModel::takeOut);
}

MessageListModel::Source MessageListModel::sourceOf(MailSession &session)
{
    return {[&session](const ListQuery &query, QObject *context, auto done) {
                session.rows(query, context, std::move(done));
            },
            [&session](const std::vector<MessageId> &messages, QObject *context, auto done) {
                session.summaries(messages, context, std::move(done));
            }};
}

void MessageListModel::setUpTimers()
{
    m_mergeTimer.setSingleShot(true);
    m_mergeTimer.setInterval(mergeInterval);
    m_reloadTimer.setSingleShot(true);
    m_reloadTimer.setInterval(reloadInterval);
    m_dayTimer.setSingleShot(true);
    connect(&m_mergeTimer, &QTimer::timeout, this, &MessageListModel::mergePending);
    connect(&m_reloadTimer, &QTimer::timeout, this, &MessageListModel::reload);
    connect(&m_dayTimer, &QTimer::timeout, this, &MessageListModel::updateGroups);
}

void MessageListModel::setQuery(const ListQuery &query)
{
    const bool sameMessages = !m_showsResults && query.scope == m_query.scope &&
                              query.folder == m_query.folder && query.with == m_query.with &&
                              query.without == m_query.without;
    m_showsResults = false;
    m_query = query;
    m_cache.forgetWanted();
    if (sameMessages)
        return reload();
    startList();
    // The window of the first rows is asked for before all rows are, which takes longer.
    load(query.sort == ListQuery::Sort::Date ? firstRows : 0);
}

void MessageListModel::setSort(ListQuery::Sort sort, bool descending)
{
    if (sort == m_query.sort && descending == m_query.descending)
        return;
    m_query.sort = sort;
    m_query.descending = descending;
    if (m_showsResults)
        sortResults();
    else if (m_listNumber > 0) // else there is no list yet: it is for the first
        reload();
    Q_EMIT presentationChanged();
}

void MessageListModel::startList()
{
    ++m_listNumber;
    ++m_generation; // an answer that is under way comes to nothing
    m_reloadTimer.stop();
    m_flagChanges.clear();
    m_pending.clear();
    clearRows();
}

void MessageListModel::clearRows()
{
    beginResetModel();
    m_table = {};
    m_order.clear();
    m_shown.clear();
    m_passed.clear();
    m_groups.clear();
    endResetModel();
}

void MessageListModel::beginResults()
{
    m_cache.forgetWanted();
    m_showsResults = true;
    m_hasNewResults = false;
    m_loading = true;
    startList();
    Presentation presentation = m_presentation;
    presentation.with = presentation.without = {};
    setPresentation(presentation);
    Q_EMIT loadingChanged();
}

void MessageListModel::addResults(const std::vector<MessageRow> &rows)
{
    m_hasNewResults = m_hasNewResults || !rows.empty();
    m_pending.insert(m_pending.end(), rows.begin(), rows.end());
    if (m_order.empty())
        flushResults();
    else if (!m_mergeTimer.isActive())
        m_mergeTimer.start();
}

// Each time costs as much as the list is long.
void MessageListModel::flushResults()
{
    if (!m_pending.empty())
        insert(std::exchange(m_pending, {}));
}

void MessageListModel::endResults()
{
    flushResults();
    m_loading = false;
    if (m_query.sort != ListQuery::Sort::Date && std::exchange(m_hasNewResults, false))
        sortResults();
    Q_EMIT loadingChanged();
}

// The store alone knows the order of senders and subjects: of all mail, from which the results are taken.
void MessageListModel::sortResults()
{
    const int generation = ++m_generation;
    ListQuery query{ListQuery::Scope::Everything, 0, m_query.sort, m_query.descending};
    query.discarded = true;
    m_source.rows(query, this, [this, generation](Result<std::vector<MessageRow>> result) {
        if (generation != m_generation)
            return;
        if (result)
            takeResultOrder(*result);
        else
            Q_EMIT loadFailed(result.error());
    });
}

void MessageListModel::takeResultOrder(const std::vector<MessageRow> &rows)
{
    std::vector<int> order;
    std::vector<uint8_t> taken(m_table.slotCount(), 0);
    for (const MessageRow &row : rows) {
        if (const int slot = m_table.slotOf(row.id); slot >= 0) {
            order.push_back(slot);
            taken[size_t(slot)] = 1;
        }
    }
    for (const int slot : m_order) { // removed since
        if (!taken[size_t(slot)])
            order.push_back(slot);
    }
    m_order = std::move(order);
    present();
}

void MessageListModel::renew()
{
    m_cache.clear();
    if (!m_showsResults && m_listNumber > 0)
        reload();
    else if (!m_shown.empty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_shown.size()) - 1, ColumnCount - 1));
}

void MessageListModel::reload()
{
    if (!m_showsResults)
        load(0);
}

void MessageListModel::load(int limit)
{
    m_reloadTimer.stop();
    m_loading = true;
    m_reloadAgain = false;
    m_flagChanges.clear();
    const int generation = ++m_generation;
    Q_EMIT loadingChanged();
    ListQuery query = m_query;
    query.limit = limit;
    m_source.rows(query, this, [this, generation, limit](Result<std::vector<MessageRow>> result) {
        if (generation == m_generation)
            takeRows(std::move(result), limit == 0);
    });
}

void MessageListModel::takeRows(Result<std::vector<MessageRow>> result, bool all)
{
    if (!result) {
        m_loading = false;
        Q_EMIT loadingChanged();
        if (result.error().code != ErrorCode::Cancelled)
            Q_EMIT loadFailed(result.error());
        return;
    }
    const bool isWhole = all || result->size() < size_t(firstRows);
    RowTable table(std::move(*result));
    std::vector<int> order(table.slotCount());
    std::iota(order.begin(), order.end(), 0);
    takeTable(std::move(table), std::move(order));
    for (const FlagChange &change : std::exchange(m_flagChanges, {}))
        changeFlags(change.messages, change.set, change.clear);
    if (!isWhole) {
        if (!m_shown.empty())
            summaryAt(0); // asks for the first window
        const int generation = m_generation;
        QMetaObject::invokeMethod(
            this,
            [this, generation] {
                if (generation == m_generation)
                    load(0);
            },
            Qt::QueuedConnection);
        return;
    }
    m_loading = false;
    if (m_reloadAgain)
        m_reloadTimer.start();
    else
        mergePending();
    Q_EMIT loadingChanged();
}

// The rows stay the rows they are where they are in the old table as well.
void MessageListModel::takeTable(RowTable table, std::vector<int> order)
{
    for (int &slot : m_shown)
        slot = table.slotOf(m_table.at(slot).id);
    m_table = std::move(table);
    m_order = std::move(order);
    m_passed.clear();
    present();
}

int MessageListModel::slotAt(int row) const
{
    return row >= 0 && row < int(m_shown.size()) ? m_shown[size_t(row)] : -1;
}

MessageId MessageListModel::idAt(int row) const
{
    const int slot = slotAt(row);
    return slot >= 0 ? m_table.at(slot).id : 0;
}

Flags MessageListModel::flagsAt(int row) const
{
    const int slot = slotAt(row);
    return slot >= 0 ? m_table.at(slot).flags : Flags();
}

qint64 MessageListModel::dateAt(int row) const
{
    const int slot = slotAt(row);
    return slot >= 0 ? m_table.at(slot).date : 0;
}

const MessageSummary *MessageListModel::summaryAt(int row) const
{
    const MessageId id = idAt(row);
    const MessageSummary *summary = m_cache.find(id);
    if (summary || id == 0 || m_cache.isKnownMissing(id))
        return summary;
    std::vector<MessageId> window;
    const size_t first = size_t(row) / windowSize * windowSize;
    const size_t end = std::min(first + windowSize, m_shown.size());
    for (size_t i = first; i < end; ++i)
        window.push_back(m_table.at(m_shown[i]).id);
    m_cache.want(window);
    return nullptr;
}

int MessageListModel::rowOf(MessageId message) const
{
    const int slot = m_table.slotOf(message);
    if (slot < 0)
        return -1;
    const auto found = std::find(m_shown.begin(), m_shown.end(), slot);
    return found == m_shown.end() ? -1 : int(found - m_shown.begin());
}

int MessageListModel::unreadFrom(int row, int step) const
{
    for (int i = row + step; i >= 0 && i < int(m_shown.size()); i += step) {
        if (!shownFlagsAt(i).testFlag(Flag::Read))
            return i;
    }
    return -1;
}

int MessageListModel::goToUnread(int row, int step)
{
    const int end = step > 0 ? -1 : rowCount();
    int unread = unreadFrom(row < 0 ? end : row, step);
    if (unread < 0)
        unread = unreadFrom(end, step);
    if (unread >= 0 && flagsAt(unread).testFlag(Flag::Read)) {
        setExpanded(unread, true);
        return unreadFrom(unread, 1);
    }
    return unread == row ? -1 : unread;
}

int MessageListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

int MessageListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}
