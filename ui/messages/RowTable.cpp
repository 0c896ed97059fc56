// SPDX-License-Identifier: GPL-3.0-or-later
#include "RowTable.h"

#include <algorithm>

namespace
{
constexpr qint64 pageSize = 4096;
constexpr qint64 mostPaged = qint64(1) << 28;

bool isFar(qint64 number)
{
    return number < 0 || number >= mostPaged;
}
} // namespace

int NumberIndex::at(qint64 number) const
{
    if (isFar(number))
        return m_far.value(number, -1);
    const auto page = size_t(number / pageSize);
    return page < m_pages.size() && !m_pages[page].empty() ? m_pages[page][size_t(number % pageSize)] : -1;
}

void NumberIndex::put(qint64 number, int value)
{
    if (isFar(number)) {
        m_far.insert(number, value);
        return;
    }
    const auto page = size_t(number / pageSize);
    if (page >= m_pages.size())
        m_pages.resize(page + 1);
    if (m_pages[page].empty())
        m_pages[page].assign(size_t(pageSize), -1);
    m_pages[page][size_t(number % pageSize)] = value;
}

RowTable::RowTable(std::vector<MessageRow> rows) : m_rows(std::move(rows))
{
    for (size_t slot = 0; slot < m_rows.size(); ++slot) {
        const MessageId id = m_rows[slot].id;
        if (id > 0 && m_slots.at(id) < 0)
            m_slots.put(id, int(slot));
    }
}

int RowTable::add(const MessageRow &row)
{
    m_rows.push_back(row);
    m_slots.put(row.id, int(m_rows.size()) - 1);
    return int(m_rows.size()) - 1;
}

void RowTable::remove(int slot)
{
    MessageRow &row = m_rows[size_t(slot)];
    m_slots.put(row.id, -1);
    row = {};
}

void RowTable::joinThreads(const std::vector<ThreadId> &joined, ThreadId thread)
{
    for (MessageRow &row : m_rows) {
        if (std::find(joined.begin(), joined.end(), row.thread) != joined.end())
            row.thread = thread;
    }
}
