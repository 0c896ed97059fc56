// SPDX-License-Identifier: GPL-3.0-or-later
//
// RowTable keeps the packed rows of a list. A row has a slot for as long as it is there, whatever becomes of
// the order: orders are vectors of slots, four bytes a row, which can be rearranged and compared in a
// millisecond where rows themselves could not. Pure.
#pragma once

#include "ListQuery.h"

#include <QHash>

#include <vector>

// Numbers by number, for numbers that are mostly dense: pages of an array, made when something is put there.
// What a damaged catalogue may give as a number beyond them is kept as well, at a higher price.
class NumberIndex
{
public:
    // -1: nothing was put there.
    int at(qint64 number) const;
    void put(qint64 number, int value);

private:
    std::vector<std::vector<int>> m_pages;
    QHash<qint64, int> m_far;
};

class RowTable
{
public:
    RowTable() = default;
    // Slot n is place n of `rows`. Of rows with the same id the first counts.
    explicit RowTable(std::vector<MessageRow> rows);

    int add(const MessageRow &row);
    void remove(int slot);
    // -1: it is not here.
    int slotOf(MessageId message) const { return message > 0 ? m_slots.at(message) : -1; }
    const MessageRow &at(int slot) const { return m_rows[size_t(slot)]; }
    void setFlags(int slot, Flags flags) { m_rows[size_t(slot)].flags = flags; }
    // Conversations that turned out to be `thread`.
    void joinThreads(const std::vector<ThreadId> &joined, ThreadId thread);
    // Slots in all, those of removed rows included; the latter have the id 0.
    size_t slotCount() const { return m_rows.size(); }

private:
    std::vector<MessageRow> m_rows;
    NumberIndex m_slots; // by message
};
