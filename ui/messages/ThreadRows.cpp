// SPDX-License-Identifier: GPL-3.0-or-later
#include "ThreadRows.h"

#include <algorithm>

std::vector<int> ThreadRows::build(const RowTable &table, const std::vector<int> &order)
{
    m_threads.clear();
    m_threadOf.assign(table.slotCount(), -1);
    m_chain.assign(table.slotCount(), -1);
    NumberIndex numbers; // of threads in m_threads
    for (const int slot : order) {
        const MessageRow &row = table.at(slot);
        int number = numbers.at(key(row));
        if (number < 0) {
            number = int(m_threads.size());
            m_threads.push_back({slot, 0, 0, -1});
            numbers.put(key(row), number);
        }
        Thread &thread = m_threads[size_t(number)];
        const MessageRow &head = table.at(thread.head);
        if (std::pair(head.date, head.id) < std::pair(row.date, row.id))
            thread.head = slot;
        ++thread.messages;
        thread.unread += row.flags.testFlag(Flag::Read) ? 0 : 1;
        m_threadOf[size_t(slot)] = number;
        m_chain[size_t(slot)] = thread.last;
        thread.last = slot;
    }
    std::vector<int> shown;
    shown.reserve(m_threads.size());
    for (const int slot : order) {
        const Thread &thread = *threadOf(slot);
        if (thread.head != slot)
            continue;
        shown.push_back(slot);
        if (thread.messages == 1 || !isExpanded(table.at(slot)))
            continue;
        const size_t begin = shown.size();
        for (const int member : slotsOf(slot)) {
            if (member != slot)
                shown.push_back(member);
        }
        std::reverse(shown.begin() + qptrdiff(begin), shown.end()); // the chain goes backwards
    }
    return shown;
}

const ThreadRows::Thread *ThreadRows::threadOf(int slot) const
{
    const int number = slot >= 0 && size_t(slot) < m_threadOf.size() ? m_threadOf[size_t(slot)] : -1;
    return number >= 0 ? &m_threads[size_t(number)] : nullptr;
}

std::vector<int> ThreadRows::slotsOf(int slot) const
{
    std::vector<int> members;
    const Thread *thread = threadOf(slot);
    for (int member = thread ? thread->last : -1; member >= 0; member = m_chain[size_t(member)])
        members.push_back(member);
    return members;
}

void ThreadRows::changeFlags(int slot, Flags before, Flags after)
{
    if (threadOf(slot))
        m_threads[size_t(m_threadOf[size_t(slot)])].unread +=
            int(before.testFlag(Flag::Read)) - int(after.testFlag(Flag::Read));
}

void ThreadRows::setExpanded(const MessageRow &row, bool expanded)
{
    if (expanded == m_allExpanded)
        m_others.remove(key(row));
    else
        m_others.insert(key(row));
}

void ThreadRows::setAllExpanded(bool expanded)
{
    m_allExpanded = expanded;
    m_others.clear();
}
