// SPDX-License-Identifier: GPL-3.0-or-later
//
// RowGeometry says where the rows of a list lie: all of one height, with a title above the first row of each
// group. Nothing here takes longer for a million rows; groups are few. Pure.
#pragma once

#include "DateGroups.h"

class RowGeometry
{
public:
    RowGeometry() = default;
    RowGeometry(int rows, int rowHeight, const std::vector<DateGroup> &groups, int titleHeight);

    int rowHeight() const { return m_rowHeight; }
    int titleHeight() const { return m_titleHeight; }
    int height() const { return m_rows * m_rowHeight + int(m_firstRows.size()) * m_titleHeight; }
    int top(int row) const { return row * m_rowHeight + groupsUpTo(row) * m_titleHeight; }
    // The row at this height; on a title the row below it. May be the number of rows, beyond the last.
    int rowAt(int y) const;
    bool isTitle(int y) const;
    // The number of the group whose first row this is; -1: none begins here.
    int groupAt(int row) const;

private:
    int groupsUpTo(int row) const; // that begin at the row or above it
    int groupAround(int y) const;  // whose title or rows are at this height; -1: there are no groups

    int m_rows = 0;
    int m_rowHeight = 1;
    int m_titleHeight = 0;
    std::vector<int> m_firstRows;
};
