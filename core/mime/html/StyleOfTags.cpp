// SPDX-License-Identifier: GPL-3.0-or-later
#include "StyleApplication.h"
#include "TagPolicy.h"

#include <algorithm>

namespace
{
double attributeNumber(const QString &value, double least, double most, double otherwise)
{
    bool ok = false;
    QString text = value.trimmed();
    if (text.endsWith(u"px"))
        text.chop(2);
    const double number = text.toDouble(&ok);
    return ok ? std::clamp(number, least, most) : otherwise;
}
} // namespace

void StyleApplication::setMargins(double top, double bottom)
{
    m_style.margin[Top] = {CssLength::Unit::Px, top};
    m_style.margin[Bottom] = {CssLength::Unit::Px, bottom};
}

void StyleApplication::applyHeading(int level)
{
    static constexpr double sizes[] = {2, 1.5, 1.17, 1, 0.83, 0.67};
    static constexpr double margins[] = {0.67, 0.83, 1, 1.33, 1.67, 2.33};
    m_style.fontSize = std::min(96.0, ElementStyle().fontSize * sizes[level - 1]);
    m_style.bold = true;
    setMargins(m_style.fontSize * margins[level - 1], m_style.fontSize * margins[level - 1]);
}

void StyleApplication::applyTag(const HtmlNode &node)
{
    if (isBlockTag(node.name))
        m_style.display = Display::Block;
    if (node.name.size() == 2 && node.name[0] == 'h' && node.name[1] >= '1' && node.name[1] <= '6')
        applyHeading(node.name[1] - '0');
    else if (node.is("p") || node.is("dl"))
        setMargins(m_style.fontSize, m_style.fontSize);
    else if (node.is("ul") || node.is("ol") || node.is("dir") || node.is("menu"))
        setMargins(m_style.fontSize * 0.8, m_style.fontSize * 0.8);
    else if (node.is("blockquote"))
        setMargins(m_style.fontSize * 0.8, m_style.fontSize * 0.8);
    else if (node.is("pre") || node.is("listing")) {
        setMargins(m_style.fontSize, m_style.fontSize);
        m_style.preformatted = true;
    } else if (node.is("dd"))
        m_style.margin[Left] = {CssLength::Unit::Px, 40};
    else if (node.is("center")) {
        m_style.align = Align::Centre;
        m_style.centresBlocks = true;
    } else if (node.is("th")) {
        m_style.bold = true;
        m_style.align = Align::Centre;
    } else if (node.is("table")) {
        // Where a table stands says nothing of the text in it.
        m_style.centresBlocks = false;
        m_style.align = Align::None;
        m_style.rowBackground.reset();
        m_style.rowAlign = VerticalAlign::None;
        m_style.cellPadding.reset();
        m_style.cellBorder = 0;
    } else if (node.is("td")) {
        m_style.display = Display::Block;
    } else if (node.is("button")) {
        m_style.display = Display::InlineBlock;
    }
    if (node.is("td") || node.is("th"))
        m_style.inlineBackground.reset();
    applyTextTag(node);
}

void StyleApplication::applyTextTag(const HtmlNode &node)
{
    const auto isOneOf = [&node](auto... names) { return (node.is(names) || ...); };
    if (isOneOf("b", "strong", "dt", "summary", "legend"))
        m_style.bold = true;
    else if (isOneOf("i", "em", "cite", "var", "dfn", "address"))
        m_style.italic = true;
    else if (isOneOf("u", "ins"))
        m_style.underline = true;
    else if (isOneOf("s", "strike", "del"))
        m_style.strike = true;
    else if (isOneOf("small"))
        m_style.fontSize = std::max(9.0, m_style.fontSize / 1.2);
    else if (isOneOf("big"))
        m_style.fontSize = std::min(96.0, m_style.fontSize * 1.2);
    else if (isOneOf("sub"))
        m_style.script = -1;
    else if (isOneOf("sup"))
        m_style.script = 1;
    else if (isOneOf("nobr"))
        m_style.noWrap = true;
    else if (isOneOf("mark"))
        m_style.background = CssColour{0xFF, 0xF3, 0x9E};
    if (isOneOf("pre", "code", "tt", "kbd", "samp", "listing"))
        m_style.family = QStringLiteral("monospace");
    if (node.is("a") && !node.attribute("href").isNull()) {
        m_style.inLink = true;
        m_style.colour.reset(); // the palette's, unless the sender says otherwise
        m_style.underline = true;
    }
}

void StyleApplication::applyAttributes(const HtmlNode &node)
{
    const QString align = node.attribute("align").trimmed().toLower();
    if (node.is("table")) {
        if (align == u"left" || align == u"right")
            m_style.side = align == u"left" ? Float::Left : Float::Right;
        if (align == u"center")
            m_style.margin[Left] = m_style.margin[Right] = {CssLength::Unit::Auto, 0};
    } else if (node.is("img")) {
        if (align == u"left" || align == u"right")
            m_style.side = align == u"left" ? Float::Left : Float::Right;
    } else if (!align.isEmpty()) {
        apply({"text-align", align, false});
        m_style.centresBlocks = align == u"center" || align == u"middle";
    }
    if (const auto colour = parseHtmlColour(node.attribute("bgcolor")))
        m_style.background = colour;
    m_style.lostBackground = !node.attribute("background").isEmpty();
    if (!node.is("font") && !node.is("hr")) {
        m_style.width = parseLength(node.attribute("width"), m_style.fontSize);
        m_style.height = parseLength(node.attribute("height"), m_style.fontSize);
    }
    const QString vertical = node.attribute("valign").trimmed().toLower();
    if (!vertical.isEmpty())
        apply({"vertical-align", vertical == u"center" ? QStringLiteral("middle") : vertical, false});
    if (!node.attribute("nowrap").isNull())
        m_style.noWrap = true;
    if (node.is("table") || node.is("td") || node.is("th"))
        applyTableAttributes(node);
    if (node.is("font") || node.is("body"))
        applyFontAttributes(node);
    if (node.is("img") && !node.attribute("hspace").isNull()) {
        const double space = attributeNumber(node.attribute("hspace"), 0, 100, 0);
        m_style.margin[Left] = m_style.margin[Right] = {CssLength::Unit::Px, space};
    }
}

void StyleApplication::applyTableAttributes(const HtmlNode &node)
{
    if (node.is("table")) {
        const QString border = node.attribute("border");
        m_style.cellBorder = border.isNull() ? 0 : attributeNumber(border, 0, 10, 1);
        m_style.cellPadding = attributeNumber(node.attribute("cellpadding"), 0, 60, 1);
        m_style.spacing = attributeNumber(node.attribute("cellspacing"), 0, 60, border.isNull() ? 0 : 2);
        return;
    }
    const double padding = m_style.cellPadding.value_or(1);
    m_style.padding.fill({CssLength::Unit::Px, padding});
    if (m_style.cellBorder > 0) {
        const auto colour = parseHtmlColour(node.attribute("bordercolor"));
        m_style.border.fill({1, true, colour ? colour : CssColour{0xB0, 0xB4, 0xBA}});
    }
}

void StyleApplication::applyFontAttributes(const HtmlNode &node)
{
    const QString colour = node.attribute(node.is("body") ? "text" : "color");
    if (const auto parsed = parseHtmlColour(colour))
        m_style.colour = parsed;
    if (!node.is("font"))
        return;
    if (!node.attribute("face").isEmpty())
        apply({"font-family", node.attribute("face"), false});
    static constexpr double sizes[] = {10, 12, 15, 18, 23, 30, 44};
    const QString size = node.attribute("size").trimmed();
    bool ok = false;
    int number = size.toInt(&ok);
    if (!ok)
        return;
    if (size.startsWith(u'+') || size.startsWith(u'-'))
        number += 3;
    m_style.fontSize = sizes[std::clamp(number, 1, 7) - 1];
}
