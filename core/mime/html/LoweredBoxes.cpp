// SPDX-License-Identifier: GPL-3.0-or-later
// How Lowering makes tables of boxes, buttons and what stands side by side.
#include "Lowering.h"

#include <algorithm>
#include <cmath>

namespace
{
constexpr double quoteEdge = 14; // the bar beside a quote and its distance
constexpr double buttonGap = 8;
} // namespace

void Lowering::enterBox(int node, Place place, double width)
{
    ElementStyle own = style(node);
    const bool empty = isEmpty(node);
    if (empty && own.height.unit == CssLength::Unit::Px) // there for its height
        own.padding[Top] = {CssLength::Unit::Px, std::min(own.height.value, 120.0)};
    const double left = place.left + own.margin[Left].in(place.width);
    const double right = place.right + own.margin[Right].in(place.width);
    const bool narrow = width < place.width - 1;
    if (!narrow)
        width = std::max(40.0, width - left - right);
    QString attributes = narrow ? QString() : QStringLiteral(" width=\"100%\"");
    if (isCentred(node) && narrow)
        attributes += u" align=\"center\"";
    else if (own.side == Float::Right || (own.margin[Left].unit == CssLength::Unit::Auto && narrow))
        attributes += u" align=\"right\"";
    QString cell = QStringLiteral("<tr><td");
    if (narrow)
        cell += QStringLiteral(" width=\"%1\"").arg(m_writer.scaled(width));
    Place inner = place;
    stepOnto(own, &inner);
    inner.fillsCell = false;
    inner.left = inner.right = 0;
    ++inner.tables;
    for (const Side side : {Left, Right})
        width -= own.padding[side].in(place.width) + own.border[side].shown();
    inner.width = std::max(40.0, width);
    if (m_tree[node].is("blockquote") && !own.hasBorder())
        inner.width -= quoteEdge;
    m_writer.addMarkup(tableStart(attributes, left, right) + cell + QStringLiteral(" style=\"") +
                       boxStyle(own, place) + QStringLiteral("\">"));
    m_steps.push_back({Step::Kind::EndCell, node, place, QStringLiteral("</td></tr></table>\n"), 0});
    if (empty)
        m_writer.addMarkup(u"<span style=\"font-size:1px;\">&nbsp;</span>");
    else
        pushChildren(node, inner);
}

// An inline block with a background or a border: a button. Alone on its line it becomes a box, among text a
// run with a background.
void Lowering::enterButton(int node, Place place)
{
    const int parent = m_tree[node].parent;
    int looks = 50; // a line break or a space costs one
    bool alone = parent >= 0;
    for (int other = parent >= 0 ? m_tree[parent].firstChild : -1; alone && other >= 0;
         other = m_tree[other].next)
        alone = --looks > 0 && (other == node || style(other).hidden || m_tree[other].is("br") ||
                                (m_tree[other].isText() && m_tree[other].text.trimmed().isEmpty()));
    if (!alone) {
        pushChildren(node, place);
        return;
    }
    ElementStyle own = style(node);
    // A line as tall as that centres the word in the button. QTextDocument has no margins at the ends of a
    // cell.
    if (own.lineHeight > tallLine && !own.padding[Top].isSet()) {
        const double around = (own.lineHeight - fontHeight) / 2 * own.fontSize;
        own.padding[Top] = own.padding[Bottom] = {CssLength::Unit::Px, around};
    }
    const Align align = style(parent).align;
    QString attributes;
    if (align == Align::Centre)
        attributes = QStringLiteral(" align=\"center\"");
    else if (align == Align::Right)
        attributes = QStringLiteral(" align=\"right\"");
    Place inner = place;
    stepOnto(own, &inner);
    inner.left = inner.right = 0;
    inner.fillsCell = false;
    ++inner.tables;
    QString width;
    if (own.width.isSet() && !place.fillsCell) {
        inner.width = std::min(place.width, own.width.in(place.width));
        width = QStringLiteral(" width=\"%1\"").arg(m_writer.scaled(inner.width));
    }
    m_writer.addMargin(own.margin[Top].in(place.width));
    m_writer.addMarkup(tableStart(attributes) + QStringLiteral("<tr><td") + width +
                       QStringLiteral(" style=\"") + boxStyle(own, place) + QStringLiteral("\">"));
    m_steps.push_back({Step::Kind::EndCell, node, place, QStringLiteral("</td></tr></table>\n"),
                       own.margin[Bottom].in(place.width)});
    pushChildren(node, inner);
}

// Buttons that share a line with nothing else, if there is room for them.
std::vector<int> Lowering::buttonsIn(int node, const Place &place) const
{
    constexpr int mostChildren = 20;
    std::vector<int> buttons;
    if (place.tables >= deepestBox)
        return {};
    double width = 0;
    int looks = 0;
    for (int child = m_tree[node].firstChild; child >= 0; child = m_tree[child].next) {
        const ElementStyle &own = style(child);
        if (++looks > mostChildren)
            return {};
        if (own.hidden || (m_tree[child].isText() && m_tree[child].text.trimmed().isEmpty()))
            continue;
        if (own.display != Display::InlineBlock || own.width.isSet() || m_tree[child].is("img") ||
            !needsBox(child, place))
            return {};
        qsizetype letters = 0;
        const int end = std::min(m_tree.endOf(child), child + 50);
        for (int inside = child; inside < end; ++inside)
            letters += m_tree[inside].text.size();
        width += double(letters) * own.fontSize * 0.6 + buttonGap;
        for (const Side side : {Left, Right})
            width += own.padding[side].in(place.width) + own.border[side].shown();
        buttons.push_back(child);
    }
    return width <= place.width ? buttons : std::vector<int>();
}

void Lowering::addButtons(const std::vector<int> &buttons, const Place &place, Align align,
                          std::vector<Step> *steps)
{
    QString attributes;
    if (align == Align::Centre)
        attributes = QStringLiteral(" align=\"center\"");
    else if (align == Align::Right)
        attributes = QStringLiteral(" align=\"right\"");
    steps->push_back({Step::Kind::Markup, -1, place, tableStart(attributes) + QStringLiteral("<tr>"), 0});
    for (const int button : buttons) {
        if (button != buttons.front())
            steps->push_back({Step::Kind::Markup, -1, place,
                              QStringLiteral("<td width=\"%1\"></td>").arg(m_writer.scaled(buttonGap)), 0});
        Place inner = place;
        stepOnto(style(button), &inner);
        inner.left = inner.right = 0;
        inner.fillsCell = false;
        ++inner.tables;
        steps->push_back(
            {Step::Kind::Markup, button, place,
             QStringLiteral("<td style=\"") + boxStyle(style(button), place) + QStringLiteral("\">"), 0});
        steps->push_back({Step::Kind::Children, button, inner, {}, 0});
        steps->push_back({Step::Kind::EndCell, button, place, QStringLiteral("</td>"), 0});
    }
    steps->push_back({Step::Kind::Markup, -1, place, QStringLiteral("</tr></table>\n"), 0});
}

// The width of an element that others may stand beside, or 0.
double Lowering::columnWidth(int node, double whole) const
{
    const HtmlNode &element = m_tree[node];
    if (!element.is("div") && !element.is("table") && !element.is("span") && !element.is("a") &&
        !element.is("section") && !element.is("p"))
        return 0;
    const ElementStyle &own = style(node);
    if (own.hidden || (own.display != Display::InlineBlock && own.side == Float::None))
        return 0;
    double width = own.width.in(whole);
    const double most = own.maxWidth.in(whole), least = own.minWidth.in(whole);
    if (most > 0 && (width <= 0 || most < width))
        width = most;
    width = std::max(width, least);
    return width >= 8 && width < whole * 0.99 ? width : 0;
}

std::vector<Lowering::Column> Lowering::columnsFrom(int node, double whole, int *behind) const
{
    std::vector<Column> columns;
    double sum = 0;
    for (int at = node; at >= 0; at = m_tree[at].next) {
        if (m_tree[at].isText() && m_tree[at].text.trimmed().isEmpty())
            continue;
        const double width = m_tree[at].isText() ? 0 : columnWidth(at, whole);
        if (width <= 0 || sum + width > whole * 1.02 + 4)
            break;
        columns.push_back({at, width});
        sum += width;
        *behind = m_tree[at].next;
    }
    return columns;
}

void Lowering::addRow(const std::vector<Column> &columns, const Place &place, Align align,
                      std::vector<Step> *steps)
{
    double sum = 0;
    for (const Column &column : columns)
        sum += column.width;
    const bool full = sum > place.width * 0.9;
    QString attributes = full ? QStringLiteral(" width=\"100%\"") : QString();
    if (!full && align == Align::Centre)
        attributes += u" align=\"center\"";
    steps->push_back({Step::Kind::Markup, -1, place, tableStart(attributes) + QStringLiteral("<tr>"), 0});
    for (const Column &column : columns) {
        Place inner = place;
        inner.left = inner.right = 0;
        inner.width = column.width;
        inner.fillsCell = true;
        ++inner.tables;
        const QString width = full ? QString::number(int(std::lround(100 * column.width / sum))) + u'%'
                                   : QString::number(m_writer.scaled(column.width));
        steps->push_back({Step::Kind::Markup, -1, place,
                          QStringLiteral("<td valign=\"top\" width=\"%1\">").arg(width), 0});
        steps->push_back({Step::Kind::Enter, column.node, inner, {}, 0});
        steps->push_back({Step::Kind::EndCell, -1, place, QStringLiteral("</td>"), 0});
    }
    steps->push_back({Step::Kind::Markup, -1, place, QStringLiteral("</tr></table>\n"), 0});
}
