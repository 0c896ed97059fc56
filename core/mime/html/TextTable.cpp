// SPDX-License-Identifier: GPL-3.0-or-later
#include "TextTable.h"

#include <QRegularExpression>

#include <algorithm>

namespace
{
constexpr qsizetype longestCell = 60;
constexpr qsizetype widestTable = 160;
constexpr std::size_t mostTextRows = 2000;
constexpr int mostTextSpan = 20;

// East Asian characters take two columns.
qsizetype columnsOf(const QString &text)
{
    qsizetype columns = 0;
    for (const char32_t c : text.toUcs4()) {
        const bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
                          (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
                          (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                          (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
        columns += wide ? 2 : QChar::isMark(c) ? 0 : 1;
    }
    return columns;
}

bool isFigure(const QString &text)
{
    static const QRegularExpression figure(QStringLiteral(
        "^[-+−–]?\\s?(?:\\p{Sc}|[A-Z]{3})?\\s?[-+−–]?\\d[\\d.,'\u00A0 /:]*\\s?(?:\\p{Sc}|[A-Z]{3}|%)?$"));
    return figure.match(text).hasMatch();
}
} // namespace

TextTable TextTable::of(const HtmlTree &tree, int table, const std::function<QString(int)> &textOf)
{
    TextTable result;
    if (isForLayout(tree, table))
        return {};
    for (int child = tree[table].firstChild; child >= 0; child = tree[child].next) {
        if (tree[child].is("caption"))
            result.m_caption = textOf(child);
        else if (!tree[child].isText() && !result.addRows(tree, child, textOf))
            return {};
    }
    const bool oneColumn = std::all_of(result.m_rows.begin(), result.m_rows.end(),
                                       [](const Row &row) { return row.size() < 2; });
    if (result.m_rows.size() < 2 || oneColumn || result.m_caption.contains(u'\n'))
        return {};
    const std::vector<qsizetype> widths = result.widths();
    qsizetype sum = 0;
    for (const qsizetype width : widths)
        sum += width + 2;
    return sum <= widestTable ? result : TextTable();
}

bool TextTable::isForLayout(const HtmlTree &tree, int table)
{
    const int end = tree.endOf(table);
    for (int at = table + 1; at < end; ++at) {
        for (const char *name : {"table", "ul", "ol", "pre", "blockquote", "hr", "dl"}) {
            if (tree[at].is(name))
                return true;
        }
    }
    return false;
}

// `section` is a row or holds rows. False where a cell says too much for a line.
bool TextTable::addRows(const HtmlTree &tree, int section, const std::function<QString(int)> &textOf)
{
    const bool isRow = tree[section].is("tr");
    for (int row = isRow ? section : tree[section].firstChild; row >= 0; row = tree[row].next) {
        if (!tree[row].is("tr"))
            continue;
        Row cells;
        for (int cell = tree[row].firstChild; cell >= 0; cell = tree[cell].next) {
            if (!tree[cell].is("td") && !tree[cell].is("th"))
                continue;
            const QString text = textOf(cell);
            if (text.size() > longestCell || text.contains(u'\n'))
                return false;
            const int span = std::clamp(tree[cell].attribute("colspan").toInt(), 1, mostTextSpan);
            cells.push_back({text, span});
        }
        if (!cells.empty())
            m_rows.push_back(std::move(cells));
        if (isRow)
            break;
    }
    return m_rows.size() <= mostTextRows;
}

std::vector<qsizetype> TextTable::widths() const
{
    std::vector<qsizetype> widths;
    for (const Row &row : m_rows) {
        std::size_t column = 0;
        for (const Cell &cell : row) {
            widths.resize(std::max(widths.size(), column + std::size_t(cell.span)));
            if (cell.span == 1)
                widths[column] = std::max(widths[column], columnsOf(cell.text));
            column += std::size_t(cell.span);
        }
    }
    return widths;
}

// Columns with nothing but figures below their first row stand to the right.
std::vector<bool> TextTable::numbers(std::size_t columns) const
{
    std::vector<bool> numbers(columns, true);
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        std::size_t column = 0;
        for (const Cell &cell : m_rows[row]) {
            if (cell.span == 1 && !cell.text.isEmpty() && row > 0 && !isFigure(cell.text))
                numbers[column] = false;
            column += std::size_t(cell.span);
        }
    }
    return numbers;
}

QStringList TextTable::lines() const
{
    const std::vector<qsizetype> widths = this->widths();
    const std::vector<bool> numbers = this->numbers(widths.size());
    QStringList lines;
    if (!m_caption.isEmpty())
        lines.append(m_caption);
    for (const Row &row : m_rows) {
        QString line;
        std::size_t column = 0;
        for (const Cell &cell : row) {
            qsizetype width = -2;
            for (int i = 0; i < cell.span; ++i)
                width += widths[column + std::size_t(i)] + 2;
            const QString space(std::max<qsizetype>(0, width - columnsOf(cell.text)), u' ');
            if (column > 0)
                line += u"  ";
            line += cell.span == 1 && numbers[column] ? space + cell.text : cell.text + space;
            column += std::size_t(cell.span);
        }
        while (line.endsWith(u' '))
            line.chop(1);
        if (!line.isEmpty())
            lines.append(line);
    }
    return lines;
}
