// SPDX-License-Identifier: GPL-3.0-or-later
//
// TextTable is a table of figures or short words as lines of text, with columns of one width. Tables that
// senders use to place things are none: those with tables, lists or longer texts in their cells. Pure;
// linear.
#pragma once

#include "HtmlTree.h"

#include <QStringList>

#include <functional>
#include <vector>

class TextTable
{
public:
    // `textOf` is what a cell says. Null where the table has fewer than two rows or two columns, or is there
    // for the layout.
    static TextTable of(const HtmlTree &tree, int table, const std::function<QString(int cell)> &textOf);

    bool isNull() const { return m_rows.empty(); }
    QStringList lines() const;

private:
    struct Cell {
        QString text;
        int span = 1;
    };
    using Row = std::vector<Cell>;

    static bool isForLayout(const HtmlTree &tree, int table);
    bool addRows(const HtmlTree &tree, int section, const std::function<QString(int cell)> &textOf);
    std::vector<qsizetype> widths() const;
    std::vector<bool> numbers(std::size_t columns) const;

    QString m_caption;
    std::vector<Row> m_rows;
};
