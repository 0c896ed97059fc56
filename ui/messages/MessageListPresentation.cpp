// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of MessageListModel that shows an order of rows: filter, conversations, groups, and the signals
// that lead from what was shown to what is.
#include "MessageListModel.h"

#include <algorithm>

namespace
{
constexpr size_t mostRuns = 32; // more of them and the rows are rearranged at one go
}

void MessageListModel::setPresentation(const Presentation &presentation)
{
    if (presentation == m_presentation)
        return;
    m_presentation = presentation;
    m_passed.clear();
    present();
    Q_EMIT presentationChanged();
}

std::vector<int> MessageListModel::shownSlots()
{
    const Flags mask = m_presentation.with | m_presentation.without;
    m_passed.resize(m_table.slotCount(), 0);
    std::vector<int> passing;
    if (mask) {
        for (const int slot : m_order) {
            uint8_t &passed = m_passed[size_t(slot)];
            passed = passed || (m_table.at(slot).flags & mask) == m_presentation.with;
            if (passed)
                passing.push_back(slot);
        }
    }
    if (m_presentation.threads)
        return m_threads.build(m_table, mask ? passing : m_order);
    return mask ? passing : m_order;
}

void MessageListModel::show(std::vector<int> slots)
{
    const RowChanges changes = rowChanges(m_shown, slots, m_table.slotCount());
    if (changes.isEmpty()) {
        m_shown = std::move(slots); // the slots may be others of the same rows
    } else if (changes.reordered || changes.inserted.size() > mostRuns || changes.removed.size() > mostRuns) {
        rearrange(slots, changes);
    } else {
        removeRuns(changes.removed);
        insertRuns(slots, changes.inserted);
    }
    updateGroups();
    // Heads of conversations count otherwise, and stand for another number of messages.
    if (m_presentation.threads && !m_shown.empty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_shown.size()) - 1, ColumnCount - 1));
}

void MessageListModel::removeRuns(const std::vector<RowChanges::Run> &runs)
{
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) { // from the end, so that the others still hold
        beginRemoveRows({}, run->first, run->first + run->count - 1);
        const auto first = m_shown.begin() + run->first;
        m_shown.erase(first, first + run->count);
        endRemoveRows();
    }
}

void MessageListModel::insertRuns(const std::vector<int> &slots, const std::vector<RowChanges::Run> &runs)
{
    for (const RowChanges::Run &run : runs) {
        beginInsertRows({}, run.first, run.first + run.count - 1);
        const auto source = slots.begin() + run.first;
        m_shown.insert(m_shown.begin() + run.first, source, source + run.count);
        endInsertRows();
    }
}

// What comes is appended in one insertion, then all rows are brought into order with those that go at the
// end, where they are removed in one piece.
void MessageListModel::rearrange(const std::vector<int> &slots, const RowChanges &changes)
{
    const auto countOf = [](const std::vector<RowChanges::Run> &runs) {
        int count = 0;
        for (const RowChanges::Run &run : runs)
            count += run.count;
        return count;
    };
    const int added = countOf(changes.inserted), gone = countOf(changes.removed);
    if (added > 0) {
        const int end = int(m_shown.size());
        beginInsertRows({}, end, end + added - 1);
        for (const RowChanges::Run &run : changes.inserted)
            m_shown.insert(m_shown.end(), slots.begin() + run.first, slots.begin() + run.first + run.count);
        endInsertRows();
    }
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    std::vector<int> rowOfSlot(m_table.slotCount(), -1);
    for (size_t row = 0; row < slots.size(); ++row)
        rowOfSlot[size_t(slots[row])] = int(row);
    std::vector<int> arranged = slots;
    std::vector<int> newRows(m_shown.size());
    for (size_t row = 0; row < m_shown.size(); ++row) {
        const int slot = m_shown[row];
        newRows[row] = slot >= 0 ? rowOfSlot[size_t(slot)] : -1;
        if (newRows[row] < 0) {
            newRows[row] = int(arranged.size());
            arranged.push_back(slot);
        }
    }
    const QModelIndexList old = persistentIndexList();
    QModelIndexList moved;
    moved.reserve(old.size());
    for (const QModelIndex &one : old)
        moved += index(newRows[size_t(one.row())], one.column());
    m_shown = std::move(arranged);
    changePersistentIndexList(old, moved);
    Q_EMIT layoutChanged({}, VerticalSortHint);
    if (gone > 0) {
        beginRemoveRows({}, int(slots.size()), int(m_shown.size()) - 1);
        m_shown.resize(slots.size());
        endRemoveRows();
    }
}

void MessageListModel::updateGroups()
{
    std::vector<DateGroup> groups;
    const QDateTime now = QDateTime::currentDateTime();
    if (m_presentation.groups && m_query.sort == ListQuery::Sort::Date) {
        const auto dateOf = [this](int row) {
            const int slot = m_shown[size_t(row)];
            return m_table.at(m_presentation.threads ? m_threads.threadOf(slot)->head : slot).date;
        };
        groups = dateGroups(int(m_shown.size()), dateOf, m_query.descending, now);
        m_dayTimer.start(
            int(std::min<qint64>(now.msecsTo(now.date().addDays(1).startOfDay()) + 1000, 24 * 3600 * 1000)));
    }
    if (groups == m_groups)
        return;
    m_groups = std::move(groups);
    Q_EMIT groupsChanged();
}

MessageListModel::Conversation MessageListModel::conversationAt(int row) const
{
    const int slot = slotAt(row);
    if (slot < 0)
        return {};
    const MessageRow &message = m_table.at(slot);
    const ThreadRows::Thread *thread = m_presentation.threads ? m_threads.threadOf(slot) : nullptr;
    if (!thread)
        return {1, message.flags.testFlag(Flag::Read) ? 0 : 1, false, false};
    return {thread->messages, thread->unread, m_threads.isExpanded(message), thread->head != slot};
}

void MessageListModel::setExpanded(int row, bool expanded)
{
    const Conversation conversation = conversationAt(row);
    if (conversation.messages < 2 || conversation.expanded == expanded)
        return;
    m_threads.setExpanded(m_table.at(slotAt(row)), expanded);
    present();
}

void MessageListModel::setAllExpanded(bool expanded)
{
    m_threads.setAllExpanded(expanded);
    if (m_presentation.threads)
        present();
}

std::vector<MessageId> MessageListModel::messagesAt(int row) const
{
    const int slot = slotAt(row);
    if (slot < 0)
        return {};
    if (!m_presentation.threads || !conversationAt(row).isCollapsed())
        return {m_table.at(slot).id};
    std::vector<MessageId> messages;
    for (const int member : m_threads.slotsOf(slot))
        messages.push_back(m_table.at(member).id);
    return messages;
}

Flags MessageListModel::shownFlagsAt(int row) const
{
    Flags flags = flagsAt(row);
    if (m_presentation.threads) {
        const Conversation conversation = conversationAt(row);
        if (conversation.isCollapsed())
            flags.setFlag(Flag::Read, conversation.unread == 0);
    }
    return flags;
}
