// SPDX-License-Identifier: GPL-3.0-or-later
//
// ThreadRows makes conversations of a list's rows: each is shown by its newest message, stands where that
// stands in the list's order, and has its other messages below it when it is expanded, in the list's order.
// Counted from the packed rows in memory; no query of the store is needed. Pure.
#pragma once

#include "RowTable.h"

#include <QSet>

class ThreadRows
{
public:
    struct Thread {
        int head = -1; // slot of the newest message
        int messages = 0;
        int unread = 0;
        int last = -1; // of the chain of its slots
    };

    // The rows to be shown of `order`, which are slots of `table`.
    std::vector<int> build(const RowTable &table, const std::vector<int> &order);
    // The conversation of a slot; null where the last build() did not have it in its order.
    const Thread *threadOf(int slot) const;
    // Of all messages of the slot's conversation; last of the order first.
    std::vector<int> slotsOf(int slot) const;
    void changeFlags(int slot, Flags before, Flags after);

    bool isExpanded(const MessageRow &row) const { return m_allExpanded != m_others.contains(key(row)); }
    void setExpanded(const MessageRow &row, bool expanded);
    void setAllExpanded(bool expanded);

private:
    // A row without a conversation is one by itself.
    static ThreadId key(const MessageRow &row) { return row.thread > 0 ? row.thread : row.id; }

    std::vector<Thread> m_threads;
    std::vector<int> m_threadOf; // by slot
    std::vector<int> m_chain;    // by slot: the slot before it in its conversation
    bool m_allExpanded = false;
    QSet<ThreadId> m_others; // that are not as m_allExpanded says
};
