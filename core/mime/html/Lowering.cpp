// SPDX-License-Identifier: GPL-3.0-or-later
#include "Lowering.h"

#include "TagPolicy.h"
#include "UrlPolicy.h"

#include <algorithm>
#include <cmath>

namespace
{
constexpr double quoteIndent = 12;

CssColour paper(bool dark)
{
    return dark ? CssColour{0x16, 0x18, 0x1C} : CssColour{0xFF, 0xFF, 0xFF};
}
CssColour ink(bool dark)
{
    return dark ? CssColour{0xE4, 0xE6, 0xEA} : CssColour{0x1F, 0x23, 0x28};
}
CssColour linkInk(bool dark)
{
    return dark ? CssColour{0x8A, 0xB4, 0xF8} : CssColour{0x0B, 0x57, 0xD0};
}
} // namespace

Lowering::Lowering(const HtmlTree &tree, const std::vector<ElementStyle> &styles,
                   const RenderOptions &options, const ImageSize &imageSize)
    : m_tree(tree), m_styles(styles), m_options(options), m_imageSize(imageSize),
      m_paper(paper(options.dark)), m_ink(ink(options.dark)), m_link(linkInk(options.dark)),
      m_writer(std::clamp(options.zoom, 0.25, 5.0)), m_links(tree.nodes().size())
{
    for (std::size_t i = 0; i < m_links.size(); ++i) {
        const HtmlNode &node = tree[int(i)];
        if (node.is("a"))
            m_links[i] = safeLink(node.attribute("href"));
        else if (node.parent >= 0)
            m_links[i] = m_links[std::size_t(node.parent)];
        // A picture that nobody is to see is a counter all the same.
        if (node.is("img") && pictureSource(node.attribute("src")).kind == PictureSource::Kind::Remote)
            ++m_result.remoteImages;
    }
}

SafeHtml Lowering::run()
{
    Place page;
    page.width = std::clamp(m_options.width, 200, 4000);
    page.background = m_paper;
    m_steps.push_back({Step::Kind::Enter, 0, page, {}, 0});
    while (!m_steps.empty()) {
        const Step step = std::move(m_steps.back());
        m_steps.pop_back();
        switch (step.kind) {
        case Step::Kind::Enter:
            enter(step.node, step.place);
            break;
        case Step::Kind::Children:
            pushChildren(step.node, step.place);
            break;
        case Step::Kind::LeaveBlock:
            m_writer.addMargin(step.margin);
            break;
        case Step::Kind::Markup:
            m_writer.addMarkup(step.markup);
            break;
        case Step::Kind::EndCell:
            m_writer.endCell(step.markup);
            m_writer.addMargin(step.margin);
            break;
        }
    }
    m_result.html = QStringLiteral("<html><body style=\"font-size:%1px;\">\n")
                        .arg(m_writer.scaled(ElementStyle().fontSize)) +
                    m_writer.take() + QStringLiteral("</body></html>\n");
    return std::move(m_result);
}

void Lowering::enter(int node, Place place)
{
    const HtmlNode &element = m_tree[node];
    const ElementStyle &own = style(node);
    if (own.hidden)
        return;
    if (element.isText()) {
        enterText(node, place);
        return;
    }
    if (element.is("br"))
        m_writer.addBreak(paragraphOf(own, place));
    else if (element.is("img"))
        enterPicture(node, place);
    else if (element.is("hr"))
        enterRule(node, place);
    else if (element.is("table"))
        enterTable(node, place);
    else if (element.is("ul") || element.is("ol") || element.is("dir") || element.is("menu"))
        enterList(node, place);
    else if (element.is("li") && place.lists > 0)
        enterItem(node, place);
    else if (own.display == Display::InlineBlock && needsBox(node, place) && place.tables < deepestBox)
        enterButton(node, place);
    else if (own.isBlock() || own.side != Float::None)
        enterBlock(node, place);
    else
        pushChildren(node, place);
}

void Lowering::enterText(int node, const Place &place)
{
    const ElementStyle &own = style(node);
    if (own.tooSmall)
        return;
    QString text = m_tree[node].text;
    switch (own.transform) {
    case TextTransform::Upper:
        text = text.toUpper();
        break;
    case TextTransform::Lower:
        text = text.toLower();
        break;
    case TextTransform::Capitalize:
        for (qsizetype i = 0; i < text.size(); ++i) {
            if (i == 0 || text[i - 1].isSpace())
                text[i] = text[i].toUpper();
        }
        break;
    case TextTransform::None:
        break;
    }
    m_writer.addText(text, runOf(node, place), paragraphOf(own, place));
}

void Lowering::enterBlock(int node, Place place)
{
    const ElementStyle &own = style(node);
    const HtmlNode &element = m_tree[node];
    const double bottom = own.margin[Bottom].in(place.width);
    m_writer.addMargin(own.margin[Top].in(place.width));
    if (needsBox(node, place) && place.tables < deepestBox) {
        double width = own.width.in(place.width, place.width);
        if (own.maxWidth.isSet())
            width = std::min(width, own.maxWidth.in(place.width));
        if (place.fillsCell)
            width = place.width;
        m_steps.push_back({Step::Kind::LeaveBlock, node, place, {}, bottom});
        enterBox(node, place, std::min(width, place.width));
        return;
    }
    place.fillsCell = false;
    place.left += own.margin[Left].in(place.width) + own.padding[Left].in(place.width);
    place.right += own.margin[Right].in(place.width) + own.padding[Right].in(place.width);
    if (element.is("blockquote") && !own.margin[Left].isSet())
        place.left += quoteIndent * 2;
    place.left = std::min(place.left, m_options.width / 3.0);
    place.right = std::min(place.right, m_options.width / 4.0);
    m_writer.addMargin(own.padding[Top].in(place.width));
    stepOnto(own, &place);
    m_steps.push_back(
        {Step::Kind::LeaveBlock, node, place, {}, std::max(bottom, own.padding[Bottom].in(place.width))});
    pushChildren(node, place);
}

void Lowering::enterBox(int node, Place place, double width)
{
    const ElementStyle &own = style(node);
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
        inner.width -= quoteIndent + 2;
    m_writer.addMarkup(tableStart(attributes, left, right) + cell + QStringLiteral(" style=\"") +
                       boxStyle(own, place) + QStringLiteral("\">"));
    m_steps.push_back({Step::Kind::EndCell, node, place, QStringLiteral("</td></tr></table>\n"), 0});
    pushChildren(node, inner);
}

// An inline block with a background or a border: a button. Alone on its line it becomes a box, among text a
// run with a background.
void Lowering::enterButton(int node, Place place)
{
    const int parent = m_tree[node].parent;
    bool alone = parent >= 0;
    for (int other = parent >= 0 ? m_tree[parent].firstChild : -1; alone && other >= 0;
         other = m_tree[other].next)
        alone = alone && (other == node || style(other).hidden || m_tree[other].is("br") ||
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

void Lowering::enterList(int node, Place place)
{
    const ElementStyle &own = style(node);
    const HtmlNode &element = m_tree[node];
    QString kind = element.attribute("type").trimmed();
    static const QStringList types{QStringLiteral("A"),     QStringLiteral("a"),    QStringLiteral("I"),
                                   QStringLiteral("i"),     QStringLiteral("disc"), QStringLiteral("circle"),
                                   QStringLiteral("square")};
    kind = types.contains(kind) ? QStringLiteral(" type=\"%1\"").arg(kind) : QString();
    if (own.listStyle == u"none")
        kind = QStringLiteral(" style=\"list-style-type:none;\"");
    const bool ordered = element.is("ol");
    bool hasNumber = false;
    const int start = std::clamp(element.attribute("start").toInt(&hasNumber), 0, 100000);
    if (ordered && hasNumber)
        kind += QStringLiteral(" start=\"%1\"").arg(start);
    const double margin = place.lists > 0 ? 0 : own.margin[Top].in(place.width);
    if (place.lists >= 8) {
        pushChildren(node, place);
        return;
    }
    m_writer.addMargin(margin);
    m_writer.addMarkup(ordered ? QStringLiteral("<ol") + kind + u'>' : QStringLiteral("<ul") + kind + u'>');
    m_steps.push_back({Step::Kind::LeaveBlock, node, place, {}, margin});
    m_steps.push_back({Step::Kind::Markup, node, place,
                       ordered ? QStringLiteral("</ol>\n") : QStringLiteral("</ul>\n"), 0});
    ++place.lists;
    place.left = place.right = 0;
    place.width = std::max(40.0, place.width - 40);
    pushChildren(node, place);
}

void Lowering::enterItem(int node, Place place)
{
    m_writer.addMargin(style(node).margin[Top].in(place.width));
    m_writer.addMarkup(u"<li>");
    m_steps.push_back({Step::Kind::LeaveBlock, node, place, {}, style(node).margin[Bottom].in(place.width)});
    m_steps.push_back({Step::Kind::Markup, node, place, QStringLiteral("</li>\n"), 0});
    pushChildren(node, place);
}

void Lowering::enterRule(int node, const Place &place)
{
    Q_UNUSED(node);
    const CssColour line = m_options.dark ? CssColour{0x3A, 0x3F, 0x47} : CssColour{0xD5, 0xD9, 0xDE};
    m_writer.addMargin(8);
    if (place.tables >= deepestBox) {
        m_writer.addMarkup(u"<hr>\n");
        return;
    }
    m_writer.addMarkup(tableStart(QStringLiteral(" width=\"100%\"")) +
                       QStringLiteral("<tr><td style=\"border-top-width:1px;border-top-style:solid;"
                                      "border-top-color:%1;\"><span style=\"font-size:1px;\">&nbsp;</span>"
                                      "</td></tr></table>\n")
                           .arg(line.toString()));
    m_writer.addMargin(8);
}

void Lowering::pushChildren(int node, const Place &place)
{
    std::vector<Step> steps;
    int child = m_tree[node].firstChild;
    while (child >= 0) {
        int behind = -1;
        std::vector<Column> columns;
        if (place.tables < deepestBox)
            columns = columnsFrom(child, place.width, &behind);
        if (columns.size() >= 2) {
            addRow(columns, place, style(node).align, &steps);
            child = behind;
        } else {
            steps.push_back({Step::Kind::Enter, child, place, {}, 0});
            child = m_tree[child].next;
        }
    }
    pushAll(std::move(steps));
}

void Lowering::pushAll(std::vector<Step> &&steps)
{
    m_steps.insert(m_steps.end(), std::make_move_iterator(steps.rbegin()),
                   std::make_move_iterator(steps.rend()));
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
