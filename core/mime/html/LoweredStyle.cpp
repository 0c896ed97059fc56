// SPDX-License-Identifier: GPL-3.0-or-later
// How Lowering turns computed styles into attributes: colours that can be read, runs, paragraphs and boxes.
#include "Lowering.h"

#include <algorithm>

namespace
{
constexpr double readable = 4.5; // WCAG 2 AA
constexpr double clearest = 11;
constexpr double visible = 3; // large letters, of the same
constexpr int paleBorder = 0xB0;
} // namespace

CssColour paperColour(bool dark)
{
    return dark ? CssColour{0x16, 0x18, 0x1C} : CssColour{0xFF, 0xFF, 0xFF};
}
CssColour inkColour(bool dark)
{
    return dark ? CssColour{0xE4, 0xE6, 0xEA} : CssColour{0x1F, 0x23, 0x28};
}
CssColour linkColour(bool dark)
{
    return dark ? CssColour{0x8A, 0xB4, 0xF8} : CssColour{0x0B, 0x57, 0xD0};
}
CssColour noteColour(bool dark)
{
    return dark ? CssColour{0x9A, 0xA4, 0xAF} : CssColour{0x5C, 0x66, 0x70};
}
// As those of quotations in plain text.
CssColour quoteColour(int level, bool dark)
{
    static constexpr CssColour light[] = {{0x1D, 0x53, 0xA5}, {0x1A, 0x5D, 0x3D}, {0x6D, 0x4A, 0x0C}};
    static constexpr CssColour pale[] = {{0x8B, 0xB6, 0xF9}, {0x98, 0xD8, 0xB5}, {0xED, 0xC9, 0x84}};
    const std::size_t hue = std::size_t(level - 1) % std::size(light);
    return dark ? pale[hue] : light[hue];
}

// What stands for paper is left out of a dark page; on a colour of the sender's it becomes the dark page.
std::optional<CssColour> Lowering::shownBackground(const std::optional<CssColour> &background,
                                                   const Place &place) const
{
    if (!background || !m_dark || !background->isPaper())
        return background;
    return place.isPage ? std::nullopt : std::optional(m_paper);
}

void Lowering::stepOnto(const ElementStyle &style, Place *place) const
{
    if (place->isFlat) { // nothing has a box, and so no background
        place->lostBackground = place->lostBackground || style.background.has_value();
    } else if (const auto background = shownBackground(style.background, *place)) {
        place->background = *background;
        place->isPage = *background == m_paper;
        place->lostBackground = false;
    } else if (style.lostBackground) {
        place->lostBackground = true;
    }
}

std::optional<CssColour> Lowering::textColour(const ElementStyle &style, const Place &place,
                                              CssColour behind) const
{
    if (!style.colour) {
        const bool isQuoted = place.quotes > 0 && !style.inLink;
        const CssColour own = isQuoted ? quoteColour(place.quotes, m_dark) : style.inLink ? m_link : m_ink;
        if (own.contrastWith(behind) >= readable)
            return m_ownPage || isQuoted ? std::optional(own) : std::nullopt; // else the palette's
        // On a light colour of the sender's on a dark page: as on paper.
        const CssColour onPaper = style.inLink ? linkColour(false) : inkColour(false);
        return onPaper.contrastWith(behind) >= readable ? onPaper : own.readableOn(behind, readable);
    }
    if (m_dark) {
        // On a colour of the sender's own the sender has chosen; only what cannot be seen at all is changed.
        if (style.colour->contrastWith(behind) >= (place.isPage ? readable : visible))
            return style.colour;
        // As clear as it was on paper, so that headings stay stronger than notes.
        const double onPaper = style.colour->contrastWith({0xFF, 0xFF, 0xFF});
        return style.colour->readableOn(behind, std::clamp(onPaper, readable, clearest));
    }
    // White text whose picture is gone would be white on white.
    if (place.lostBackground && style.colour->contrastWith(behind) < visible)
        return style.colour->readableOn(behind, readable);
    return style.colour;
}

TextRun Lowering::runOf(int node, const Place &place) const
{
    const ElementStyle &own = style(node);
    TextRun run;
    run.fontSize = own.fontSize;
    run.bold = own.bold;
    run.italic = own.italic;
    run.underline = own.underline;
    run.strike = own.strike;
    run.noWrap = false; // QTextDocument would push the page wider than the window
    run.script = own.script;
    run.family = own.family;
    run.letterSpacing = own.letterSpacing;
    run.background = shownBackground(own.inlineBackground, place);
    if (run.background == place.background)
        run.background.reset();
    run.colour = textColour(own, place, run.background.value_or(place.background));
    run.link = linkOf(node);
    return run;
}

QString Lowering::linkOf(int node) const
{
    return m_links[std::size_t(node)];
}

ParagraphStyle Lowering::paragraphOf(const ElementStyle &style, const Place &place) const
{
    ParagraphStyle paragraph;
    paragraph.align = style.align;
    paragraph.left = place.left;
    paragraph.right = place.right;
    paragraph.lineHeight = style.lineHeight;
    paragraph.preformatted = style.preformatted;
    paragraph.wordWidth = place.width;
    return paragraph;
}

QString Lowering::boxStyle(const ElementStyle &style, const Place &place) const
{
    static constexpr const char *names[] = {"top", "right", "bottom", "left"};
    QString css;
    if (const auto background = shownBackground(style.background, place))
        css += QStringLiteral("background-color:%1;").arg(background->toString());
    const auto paddings = [&](std::size_t i) { return m_writer.scaled(style.padding[i].in(place.width)); };
    const bool same = paddings(0) == paddings(1) && paddings(0) == paddings(2) && paddings(0) == paddings(3);
    if (same && paddings(0) > 0)
        css += QStringLiteral("padding:%1px;").arg(paddings(0));
    for (std::size_t i = 0; i < 4 && !same; ++i) {
        if (paddings(i) > 0)
            css += QStringLiteral("padding-%1:%2px;").arg(QLatin1String(names[i])).arg(paddings(i));
    }
    const bool around = style.border[0] == style.border[1] && style.border[0] == style.border[2] &&
                        style.border[0] == style.border[3];
    for (std::size_t i = 0; i < (around ? 1 : 4); ++i) {
        const int width = m_writer.scaled(style.border[i].shown());
        if (width <= 0)
            continue;
        CssColour colour = style.border[i].colour.value_or(style.colour.value_or(m_ink));
        if (m_dark && std::min({colour.red, colour.green, colour.blue}) >= paleBorder)
            colour = CssColour{0x3A, 0x3F, 0x47};
        const QString side = around ? QString() : u'-' + QLatin1String(names[i]);
        css += QStringLiteral("border%1-width:%2px;border%1-style:solid;border%1-color:%3;")
                   .arg(side)
                   .arg(width)
                   .arg(colour.toString());
    }
    return css;
}

// The style comes first: what is written above the table adds its margin there.
QString Lowering::tableStart(const QString &attributes, double left, double right) const
{
    QString start = QStringLiteral("<table style=\"");
    if (m_writer.scaled(left) > 0)
        start += QStringLiteral("margin-left:%1px;").arg(m_writer.scaled(left));
    if (m_writer.scaled(right) > 0)
        start += QStringLiteral("margin-right:%1px;").arg(m_writer.scaled(right));
    start += QStringLiteral("\" border=\"0\" cellpadding=\"0\"");
    if (!attributes.contains(u"cellspacing"))
        start += u" cellspacing=\"0\"";
    return start + attributes + u'>';
}

bool Lowering::needsBox(int node, const Place &place) const
{
    const HtmlNode &element = m_tree[node];
    const ElementStyle &own = style(node);
    if (element.is("html") || place.isFlat)
        return false;
    if (element.is(
            "body")) { // a grey page around a letter is only a frame, and so is a dark one on a dark page
        const bool isFrame = own.background && (own.background->isPaper() ||
                                                (m_dark && own.background->contrastWith(m_paper) < 1.5));
        return own.background && !isFrame && shownBackground(own.background, place);
    }
    const auto background = shownBackground(own.background, place);
    if ((background && *background != place.background) || own.hasBorder())
        return true;
    if (element.is("blockquote"))
        return false;
    const bool narrow = (own.width.isSet() && own.width.in(place.width) < place.width * 0.98) ||
                        (own.maxWidth.isSet() && own.maxWidth.in(place.width) < place.width * 0.98);
    if (narrow && !place.fillsCell && own.isBlock() && !isEmpty(node))
        return true;
    if (own.display == Display::InlineBlock && own.hasPadding() && !isEmpty(node))
        return true;
    const double sides = own.padding[Left].in(place.width) + own.padding[Right].in(place.width);
    return own.isBlock() && sides > 0 && place.tables < deepestBox / 2 && !isEmpty(node);
}

bool Lowering::isCentred(int node) const
{
    const ElementStyle &own = style(node);
    if (own.margin[Left].unit == CssLength::Unit::Auto && own.margin[Right].unit == CssLength::Unit::Auto)
        return true;
    const int parent = m_tree[node].parent;
    return parent >= 0 && own.side == Float::None && style(parent).centresBlocks;
}
