// SPDX-License-Identifier: GPL-3.0-or-later
#include "RowGeometry.h"

#include <algorithm>

RowGeometry::RowGeometry(int rows, int rowHeight, const std::vector<DateGroup> &groups, int titleHeight)
    : m_rows(rows), m_rowHeight(std::max(1, rowHeight)), m_titleHeight(titleHeight)
{
    for (const DateGroup &group : groups)
        m_firstRows.push_back(group.firstRow);
}

int RowGeometry::groupsUpTo(int row) const
{
    return int(std::upper_bound(m_firstRows.begin(), m_firstRows.end(), row) - m_firstRows.begin());
}

int RowGeometry::groupAround(int y) const
{
    int low = 0, high = int(m_firstRows.size());
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (m_firstRows[size_t(middle)] * m_rowHeight + middle * m_titleHeight <= y)
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1;
}

int RowGeometry::rowAt(int y) const
{
    const int group = groupAround(y);
    if (group < 0)
        return y / m_rowHeight;
    const int first = m_firstRows[size_t(group)];
    const int firstTop = top(first);
    return y < firstTop ? first : first + (y - firstTop) / m_rowHeight;
}

bool RowGeometry::isTitle(int y) const
{
    const int group = groupAround(y);
    return group >= 0 && y < top(m_firstRows[size_t(group)]);
}

int RowGeometry::groupAt(int row) const
{
    const auto found = std::lower_bound(m_firstRows.begin(), m_firstRows.end(), row);
    return found != m_firstRows.end() && *found == row ? int(found - m_firstRows.begin()) : -1;
}
