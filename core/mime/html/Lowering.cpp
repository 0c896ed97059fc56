// SPDX-License-Identifier: GPL-3.0-or-later
#include "Lowering.h"

#include "ListCount.h"
#include "TagPolicy.h"
#include "UrlPolicy.h"

#include <algorithm>
#include <cmath>

namespace
{
constexpr double quoteIndent = 12;
constexpr qsizetype mostMarkup = 4 * 1024 * 1024; // characters, markup included
} // namespace

Lowering::Lowering(const HtmlTree &tree, const std::vector<ElementStyle> &styles,
                   const RenderOptions &options, const ImageSize &imageSize, RenderBudget *budget)
    : m_tree(tree), m_styles(styles), m_options(options), m_imageSize(imageSize),
      m_quotations(findQuotations(tree, styles)), m_budget(*budget),
      m_dark(options.dark && !options.originalColours), m_ownPage(options.dark && options.originalColours),
      m_paper(paperColour(m_dark)), m_ink(inkColour(m_dark)), m_link(linkColour(m_dark)),
      m_writer(std::clamp(options.zoom, 0.25, 5.0)), m_links(tree.nodes().size())
{
    for (std::size_t i = 0; i < m_links.size(); ++i) {
        const HtmlNode &node = tree[int(i)];
        if (node.is("a"))
            m_links[i] = safeLink(node.attribute("href"));
        else if (node.parent >= 0)
            m_links[i] = m_links[std::size_t(node.parent)];
        if (node.is("img") && pictureSource(node.attribute("src")).kind == PictureSource::Kind::Remote) {
            ++m_result.remoteImages;
            m_result.trackingPixels += isUnseen(int(i)) ? 1 : 0;
        }
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
        const bool goesOn = m_budget.spend(4) && m_writer.size() < mostMarkup;
        switch (step.kind) {
        case Step::Kind::Enter:
            if (goesOn)
                enter(step.node, step.place);
            break;
        case Step::Kind::Children:
            if (goesOn)
                pushChildren(step.node, step.place);
            break;
        case Step::Kind::LeaveBlock:
            m_writer.addMargin(step.margin);
            break;
        case Step::Kind::Markup:
            m_writer.addMarkup(step.markup);
            break;
        case Step::Kind::Text:
            m_writer.addText(step.markup, runOf(step.node, step.place),
                             paragraphOf(style(step.node), step.place));
            break;
        case Step::Kind::EndCell:
            m_writer.endCell(step.markup);
            m_writer.addMargin(step.margin);
            break;
        case Step::Kind::Quote:
            beginQuotation(step.place);
            break;
        case Step::Kind::EndQuote:
            m_writer.endQuotation();
            break;
        }
    }
    m_result.wasCut = m_writer.size() >= mostMarkup;
    if (m_result.wasCut)
        m_result.defects.append(QStringLiteral("html: cut, the page is too long"));
    if (m_picturesLeftOut > 0)
        m_result.defects.append(QStringLiteral("html: %1 pictures too large").arg(m_picturesLeftOut));
    QString body = QStringLiteral("font-size:%1px;").arg(m_writer.scaled(ElementStyle().fontSize));
    if (m_ownPage)
        body += QStringLiteral("background-color:%1;color:%2;").arg(m_paper.toString(), m_ink.toString());
    m_result.html = QStringLiteral("<html><body style=\"%1\">\n").arg(body) + m_writer.take() +
                    QStringLiteral("</body></html>\n");
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
    if (m_quotations.elements.contains(node) && place.quotes++ == 0) {
        beginQuotation(place);
        m_steps.push_back({Step::Kind::EndQuote, node, place, {}, 0});
    }
    if (element.is("br"))
        m_writer.addBreak(paragraphOf(own, place));
    else if (element.is("img"))
        enterPicture(node, place);
    else if (element.is("hr"))
        enterRule(place);
    else if (element.is("table"))
        enterTable(node, place);
    else if (element.is("ul") || element.is("ol") || element.is("dir") || element.is("menu"))
        enterList(node, place);
    else if (isInlineItem(node))
        enterInlineItem(node, place);
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
    m_budget.spend(text.size() / 16);
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

void Lowering::enterList(int node, Place place)
{
    const ElementStyle &own = style(node);
    const HtmlNode &element = m_tree[node];
    QString kind = element.attribute("type").trimmed();
    static const QStringList types{QStringLiteral("A"),     QStringLiteral("a"),    QStringLiteral("I"),
                                   QStringLiteral("i"),     QStringLiteral("disc"), QStringLiteral("circle"),
                                   QStringLiteral("square")};
    kind = types.contains(kind) ? QStringLiteral(" type=\"%1\"").arg(kind) : QString();
    const bool ordered = element.is("ol");
    // QTextDocument counts from 1 and by 1 only.
    ListCount count(m_tree, node);
    const bool byHand = ordered && count.isOwn() && own.listStyle != u"none";
    if (own.listStyle == u"none" || byHand)
        kind = QStringLiteral(" style=\"list-style-type:none;\"");
    const double margin = place.lists > 0 ? 0 : own.margin[Top].in(place.width);
    if (place.lists >= 8 || isInlineItem(firstItemOf(node))) {
        m_writer.addMargin(margin);
        m_steps.push_back({Step::Kind::LeaveBlock, node, place, {}, margin});
        pushChildren(node, place);
        return;
    }
    for (int item = element.firstChild; byHand && item >= 0; item = m_tree[item].next) {
        if (m_tree[item].is("li"))
            m_numbers.insert(item, count.next(m_tree[item]));
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
    if (const auto number = m_numbers.constFind(node); number != m_numbers.cend())
        m_steps.push_back({Step::Kind::Text, node, place, *number + QStringLiteral(".\u00A0"), 0});
}

int Lowering::firstItemOf(int list) const
{
    int item = m_tree[list].firstChild;
    while (item >= 0 && !m_tree[item].is("li"))
        item = m_tree[item].next;
    return item;
}

// Items beside each other: a bar of links.
bool Lowering::isInlineItem(int node) const
{
    return node >= 0 && m_tree[node].is("li") && (!style(node).isBlock() || style(node).side != Float::None);
}

void Lowering::enterInlineItem(int node, const Place &place)
{
    m_steps.push_back({Step::Kind::Text, node, place, QStringLiteral("\u00A0\u00A0 "), 0});
    pushChildren(node, place);
}

void Lowering::enterRule(const Place &place)
{
    const CssColour line = m_dark ? CssColour{0x3A, 0x3F, 0x47} : CssColour{0xD5, 0xD9, 0xDE};
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
    const std::vector<int> buttons = buttonsIn(node, place);
    if (buttons.size() >= 2) {
        addButtons(buttons, place, style(node).align, &steps);
        pushAll(std::move(steps));
        return;
    }
    double width = 0;
    if (const int picture = sidePictureIn(node, place, &width); picture >= 0) {
        addBesidePicture(picture, width, place, &steps);
        pushAll(std::move(steps));
        return;
    }
    Place inner = place;
    int child = m_tree[node].firstChild;
    while (child >= 0) {
        if (m_quotations.tails.contains(child) && inner.quotes++ == 0)
            steps.push_back({Step::Kind::Quote, child, place, {}, 0});
        int behind = -1;
        std::vector<Column> columns;
        if (place.tables < deepestBox)
            columns = columnsFrom(child, place.width, &behind);
        if (columns.size() >= 2) {
            addRow(columns, inner, style(node).align, &steps);
            child = behind;
        } else {
            steps.push_back({Step::Kind::Enter, child, inner, {}, 0});
            child = m_tree[child].next;
        }
    }
    if (place.quotes == 0 && inner.quotes > 0)
        steps.push_back({Step::Kind::EndQuote, node, place, {}, 0});
    pushAll(std::move(steps));
}

void Lowering::beginQuotation(const Place &place)
{
    m_writer.beginQuotation(noteColour(m_dark).readableOn(place.background, 4.5), place.left);
}

void Lowering::pushAll(std::vector<Step> &&steps)
{
    m_steps.insert(m_steps.end(), std::make_move_iterator(steps.rbegin()),
                   std::make_move_iterator(steps.rend()));
}
