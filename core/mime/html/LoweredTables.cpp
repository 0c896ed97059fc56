// SPDX-License-Identifier: GPL-3.0-or-later
// How Lowering rewrites the sender's own tables.
#include "Lowering.h"

#include <algorithm>
#include <cmath>

namespace
{
constexpr int deepestTable = 10; // the layout takes four times as long for every two more
constexpr int mostSpan = 100;
constexpr int mostSpanned = 64; // columns, where cells span some

int spanOf(const HtmlNode &cell, QByteArrayView name)
{
    bool ok = false;
    const int span = cell.attribute(name).trimmed().toInt(&ok);
    return ok ? std::clamp(span, 1, mostSpan) : 1;
}
} // namespace

std::vector<int> Lowering::rowsOf(int table) const
{
    std::vector<int> rows;
    for (int child = m_tree[table].firstChild; child >= 0; child = m_tree[child].next) {
        if (m_tree[child].is("tr"))
            rows.push_back(child);
        if (!m_tree[child].is("tbody") && !m_tree[child].is("thead") && !m_tree[child].is("tfoot"))
            continue;
        for (int row = m_tree[child].firstChild; row >= 0; row = m_tree[row].next) {
            if (m_tree[row].is("tr"))
                rows.push_back(row);
        }
    }
    std::erase_if(rows, [this](int row) { return style(row).hidden || cellsOf(row).empty(); });
    return rows;
}

std::vector<int> Lowering::cellsOf(int row) const
{
    std::vector<int> cells;
    for (int child = m_tree[row].firstChild; child >= 0; child = m_tree[child].next) {
        if ((m_tree[child].is("td") || m_tree[child].is("th")) && !style(child).hidden)
            cells.push_back(child);
    }
    return cells;
}

bool Lowering::isEmpty(int node) const
{
    const int end = m_tree.endOf(node);
    for (int i = node; i < std::min(end, node + 200); ++i) {
        if (m_tree[i].is("img") || m_tree[i].is("hr"))
            return false;
        if (m_tree[i].isText() && !m_tree[i].text.trimmed().isEmpty())
            return false;
        if (i != node && style(i).hasBorder() && !style(i).hidden)
            return false;
    }
    return end - node < 200;
}

// The layout takes time for each place in the grid, whether there is a cell or not.
bool Lowering::isAffordableGrid(const std::vector<int> &rows)
{
    qint64 columns = 0;
    for (const int row : rows) {
        qint64 cells = 0, spanned = 0;
        for (const int cell : cellsOf(row)) {
            ++cells;
            spanned += spanOf(m_tree[cell], "colspan");
        }
        columns = std::max(columns, spanned <= mostSpanned ? spanned : cells);
    }
    const qint64 places = columns * qint64(rows.size());
    if (places > m_placesLeft)
        return false;
    m_placesLeft -= places;
    return true;
}

// A first row of nothing but headings, above rows of their own.
bool Lowering::hasHeader(const std::vector<int> &rows) const
{
    if (rows.size() < 2)
        return false;
    const std::vector<int> cells = cellsOf(rows[0]);
    return cells.size() > 1 && std::all_of(cells.begin(), cells.end(), [this](int cell) {
               return m_tree[cell].is("th") && m_tree[cell].attribute("rowspan").isNull();
           });
}

void Lowering::enterTable(int node, Place place)
{
    const ElementStyle &own = style(node);
    const double bottom = own.margin[Bottom].in(place.width);
    m_writer.addMargin(own.margin[Top].in(place.width));
    m_steps.push_back({Step::Kind::LeaveBlock, node, place, {}, bottom});
    const std::vector<int> rows = rowsOf(node);
    std::vector<Step> steps;
    for (int child = m_tree[node].firstChild; child >= 0; child = m_tree[child].next) {
        if (m_tree[child].is("caption"))
            steps.push_back({Step::Kind::Enter, child, place, {}, 0});
    }
    const bool isTooLarge = !place.isFlat && !isAffordableGrid(rows);
    if (place.isFlat || place.tables >= deepestTable || isTooLarge || rows.empty()) {
        place.isFlat = place.isFlat || place.tables >= deepestTable || isTooLarge;
        stepOnto(own, &place);
        for (const int row : rows)
            steps.push_back({Step::Kind::Enter, row, place, {}, 0});
        pushAll(std::move(steps));
        return;
    }
    addTableRows(node, place, &steps);
    pushAll(std::move(steps));
}

void Lowering::addTableRows(int node, const Place &place, std::vector<Step> *steps)
{
    const ElementStyle &own = style(node);
    const std::vector<int> rows = rowsOf(node);
    std::size_t columns = 1;
    for (const int row : rows)
        columns = std::max(columns, cellsOf(row).size());
    double wanted = own.width.in(place.width);
    if (own.maxWidth.isSet() && (wanted <= 0 || own.maxWidth.in(place.width) < wanted))
        wanted = own.maxWidth.in(place.width);
    if (place.fillsCell)
        wanted = place.width;
    const double left = place.left + own.margin[Left].in(place.width);
    const double right = place.right + own.margin[Right].in(place.width);
    const double room = std::max(40.0, place.width - left - right);
    const double width = wanted > 0 ? std::min(wanted, room) : room;
    const double scale =
        own.width.unit == CssLength::Unit::Px && own.width.value > width ? width / own.width.value : 1;
    const bool full = wanted > 0 && width >= room - 2;
    const bool narrow = wanted > 0 && !full;
    QString align;
    if (!full && isCentred(node))
        align = QStringLiteral(" align=\"center\"");
    else if (!full && (own.side == Float::Right || (own.margin[Left].unit == CssLength::Unit::Auto)))
        align = QStringLiteral(" align=\"right\"");

    // QTextDocument ignores the width of a nested table, but not that of a cell around it.
    const bool wrapped = ((narrow && place.tables > 0 && columns > 1) || own.hasBorder()) && place.tables < 9;
    Place inner = place;
    inner.left = inner.right = 0;
    inner.fillsCell = false;
    ++inner.tables;
    if (wrapped) {
        ElementStyle frame = own;
        frame.padding.fill({});
        steps->push_back(
            {Step::Kind::Markup, node, place,
             tableStart(full ? QStringLiteral(" width=\"100%\"") : align, left, right) +
                 QStringLiteral("<tr><td") +
                 (narrow ? QStringLiteral(" width=\"%1\"").arg(m_writer.scaled(width)) : QString()) +
                 QStringLiteral(" style=\"") + boxStyle(frame, place) + QStringLiteral("\">"),
             0});
        ++inner.tables;
    }
    QString attributes;
    if (full || (wrapped && narrow))
        attributes = QStringLiteral(" width=\"100%\"");
    else if (narrow && columns > 1)
        attributes = QStringLiteral(" width=\"%1\"").arg(m_writer.scaled(width));
    if (!wrapped) {
        attributes += align;
        if (const auto background = shownBackground(own.background, place))
            attributes += QStringLiteral(" bgcolor=\"%1\"").arg(background->toString());
    }
    stepOnto(own, &inner);
    inner.width = width;
    inner.isAuto = wanted <= 0;
    attributes += QStringLiteral(" cellspacing=\"%1\"").arg(m_writer.scaled(own.spacing));
    steps->push_back({Step::Kind::Markup, node, place,
                      wrapped ? tableStart(attributes) : tableStart(attributes, left, right), 0});
    // What is printed repeats the head of a table on each page.
    const bool header = hasHeader(rows);
    for (const int row : rows) {
        if (header && row == rows[0])
            steps->push_back({Step::Kind::Markup, row, place, QStringLiteral("<thead>"), 0});
        // A single column has no width of its own: its cells carry that of the table.
        Place cells = inner;
        cells.fillsCell = narrow && columns == 1 && !wrapped;
        addTableRow(row, cells, scale, steps);
        if (header && row == rows[0])
            steps->push_back({Step::Kind::Markup, row, place, QStringLiteral("</thead>\n"), 0});
    }
    steps->push_back({Step::Kind::Markup, node, place,
                      wrapped ? QStringLiteral("</table></td></tr></table>\n") : QStringLiteral("</table>\n"),
                      0});
}

void Lowering::addTableRow(int row, const Place &place, double scale, std::vector<Step> *steps)
{
    const std::vector<int> cells = cellsOf(row);
    int spanned = 0;
    for (const int cell : cells)
        spanned += spanOf(m_tree[cell], "colspan");
    const bool maySpan = spanned <= mostSpanned;
    double known = 0;
    int unknown = 0;
    for (const int cell : cells) {
        const CssLength &width = style(cell).width;
        if (width.isSet())
            known += width.unit == CssLength::Unit::Px ? width.value * scale : width.in(place.width);
        else
            ++unknown;
    }
    // Cells that are each as wide as the table: a style for small screens puts them below each other.
    const bool isStacked = cells.size() > 1 && std::all_of(cells.begin(), cells.end(), [this](int cell) {
                               const CssLength &width = style(cell).width;
                               return width.unit == CssLength::Unit::Percent && width.value >= 99;
                           });
    if (known > place.width + 1) // more than there is
        scale *= place.width / known;
    steps->push_back({Step::Kind::Markup, row, place, QStringLiteral("<tr>"), 0});
    for (const int cell : cells) {
        if (isStacked && cell != cells.front())
            steps->push_back({Step::Kind::Markup, row, place, QStringLiteral("</tr>\n<tr>"), 0});
        const CssLength &own = style(cell).width;
        double width = own.unit == CssLength::Unit::Px ? own.value * scale : own.in(place.width);
        if (!own.isSet())
            width = place.width - known;
        if (cells.size() == 1 && !(place.isAuto && own.unit == CssLength::Unit::Px && own.value >= 1))
            width = place.width;
        width = std::clamp(width, 16.0, place.width);
        Place inner;
        const QString markup = cellMarkup(cell, place, scale, &inner, width, maySpan);
        steps->push_back({Step::Kind::Markup, cell, place, markup, 0});
        if (isEmpty(cell)) {
            steps->push_back({Step::Kind::Markup, cell, inner,
                              QStringLiteral("<span style=\"font-size:1px;\">&nbsp;</span>"), 0});
        } else {
            steps->push_back({Step::Kind::Children, cell, inner, {}, 0});
        }
        steps->push_back({Step::Kind::EndCell, cell, place, QStringLiteral("</td>"), 0});
    }
    steps->push_back({Step::Kind::Markup, row, place, QStringLiteral("</tr>\n"), 0});
}

QString Lowering::cellMarkup(int cell, const Place &place, double scale, Place *inner, double width,
                             bool maySpan)
{
    const HtmlNode &element = m_tree[cell];
    ElementStyle own = style(cell);
    QString markup = QStringLiteral("<td");
    if (place.fillsCell)
        markup += QStringLiteral(" width=\"%1\"").arg(m_writer.scaled(width));
    else if (own.width.unit == CssLength::Unit::Percent && own.width.value > 0)
        markup += QStringLiteral(" width=\"%1%\"").arg(int(std::lround(own.width.value)));
    else if (own.width.unit == CssLength::Unit::Px && own.width.value > 0)
        markup += QStringLiteral(" width=\"%1\"")
                      .arg(m_writer.scaled(std::min(own.width.value * scale, place.width)));
    const int columns = spanOf(element, "colspan"), rows = spanOf(element, "rowspan");
    // Every place in the grid costs the layout time, whether there is a cell or not.
    const bool affordable = maySpan && columns * rows <= m_gridPlaces;
    m_gridPlaces -= affordable && columns * rows > 1 ? columns * rows : 0;
    if (affordable && columns > 1)
        markup += QStringLiteral(" colspan=\"%1\"").arg(columns);
    if (affordable && rows > 1)
        markup += QStringLiteral(" rowspan=\"%1\"").arg(rows);
    const VerticalAlign vertical =
        own.verticalAlign != VerticalAlign::None ? own.verticalAlign : own.rowAlign;
    markup += vertical == VerticalAlign::Top      ? QStringLiteral(" valign=\"top\"")
              : vertical == VerticalAlign::Bottom ? QStringLiteral(" valign=\"bottom\"")
                                                  : QStringLiteral(" valign=\"middle\"");
    if (!own.background)
        own.background = own.rowBackground;
    *inner = place;
    stepOnto(own, inner);
    inner->fillsCell = inner->isAuto = false;
    for (const Side side : {Left, Right})
        width -= own.padding[side].in(place.width) + own.border[side].shown();
    inner->width = std::max(16.0, width);
    // An empty cell is there for its height.
    if (isEmpty(cell) && own.height.unit == CssLength::Unit::Px)
        own.padding[Top] = {CssLength::Unit::Px, std::min(own.height.value, 120.0)};
    const QString css = boxStyle(own, place);
    if (!css.isEmpty())
        markup += QStringLiteral(" style=\"") + css + u'"';
    return markup + u'>';
}
