// SPDX-License-Identifier: GPL-3.0-or-later
#include "StyleApplication.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

namespace
{
constexpr double smallestFont = 9, largestFont = 96; // what is smaller cannot be read

QString cleanFamily(const QString &value)
{
    // Only the first name is used; QTextDocument finds a substitute by itself.
    QString name = value.section(u',', 0, 0).trimmed();
    name.remove(u'"').remove(u'\'');
    QString clean;
    for (const QChar c : name.left(64)) {
        if (c.isLetterOrNumber() || c == u' ' || c == u'-')
            clean += c;
    }
    const QString lower = clean.trimmed().toLower();
    static const QStringList plain{QStringLiteral("inherit"),       QStringLiteral("initial"),
                                   QStringLiteral("sans-serif"),    QStringLiteral("system-ui"),
                                   QStringLiteral("-apple-system"), QStringLiteral("blinkmacsystemfont")};
    if (plain.contains(lower))
        return {};
    return clean.trimmed();
}

std::optional<Align> alignOf(const QString &value)
{
    if (value == u"center" || value == u"middle" || value == u"-webkit-center")
        return Align::Centre;
    if (value == u"right" || value == u"end")
        return Align::Right;
    if (value == u"left" || value == u"start")
        return Align::Left;
    if (value == u"justify")
        return Align::Justify;
    return {};
}
} // namespace

void StyleApplication::apply(const CssDeclaration &declaration)
{
    if (declaration.value == u"inherit" || declaration.value == u"initial" || declaration.value == u"unset")
        return;
    if (!applyText(declaration) && !applyFont(declaration) && !applyBox(declaration))
        applySide(declaration);
}

bool StyleApplication::applyText(const CssDeclaration &declaration)
{
    const QByteArray &property = declaration.property;
    const QString &value = declaration.value;
    if (property == "color") {
        if (const auto colour = parseColour(value))
            m_style.colour = colour;
    } else if (property == "text-align") {
        if (const auto align = alignOf(value)) {
            m_style.align = *align;
            m_style.centresBlocks = m_style.centresBlocks && *align == Align::Centre;
        }
    } else if (property == "text-decoration") {
        const bool none = value.contains(u"none");
        m_style.underline = !none && (m_parent.underline || value.contains(u"underline"));
        m_style.strike = !none && (m_parent.strike || value.contains(u"line-through"));
    } else if (property == "text-transform") {
        m_style.transform = value == u"uppercase"    ? TextTransform::Upper
                            : value == u"lowercase"  ? TextTransform::Lower
                            : value == u"capitalize" ? TextTransform::Capitalize
                                                     : TextTransform::None;
    } else if (property == "white-space") {
        m_style.preformatted = value.startsWith(u"pre");
        m_style.noWrap = value == u"nowrap";
    } else if (property == "visibility") {
        m_style.hidden = m_style.hidden || value == u"hidden" || value == u"collapse";
    } else if (property == "list-style-type") {
        m_style.listStyle = value;
    } else if (property == "letter-spacing") {
        const CssLength length = parseLength(value, m_style.fontSize);
        m_style.letterSpacing = length.unit == CssLength::Unit::Px ? std::min(length.value, 20.0) : 0;
    } else if (property == "line-height") {
        bool number = false;
        const double times = value.toDouble(&number);
        const CssLength length = parseLength(value, m_style.fontSize);
        if (number)
            m_style.lineHeight = std::clamp(times, 0.0, 3.0);
        else if (length.unit == CssLength::Unit::Percent)
            m_style.lineHeight = length.value / 100;
        else if (length.unit == CssLength::Unit::Px)
            m_style.lineHeight = std::clamp(length.value / m_style.fontSize, 0.0, 3.0);
    } else {
        return false;
    }
    return true;
}

bool StyleApplication::applyFont(const CssDeclaration &declaration)
{
    const QByteArray &property = declaration.property;
    const QString &value = declaration.value;
    if (property == "font-size") {
        applyFontSize(value);
    } else if (property == "font-family") {
        m_style.family = cleanFamily(value);
    } else if (property == "font-style") {
        m_style.italic = value.startsWith(u"italic") || value.startsWith(u"oblique");
    } else if (property == "font-weight") {
        bool number = false;
        const int weight = value.toInt(&number);
        m_style.bold = number ? weight >= 600 : value.startsWith(u"bold");
    } else {
        return false;
    }
    return true;
}

void StyleApplication::applyFontSize(const QString &value)
{
    static constexpr struct {
        QStringView name;
        double px;
    } names[] = {{u"xx-small", 10}, {u"x-small", 11}, {u"small", 13},   {u"medium", 15},
                 {u"large", 18},    {u"x-large", 23}, {u"xx-large", 30}};
    double px = -1;
    for (const auto &entry : names) {
        if (value == entry.name)
            px = entry.px;
    }
    if (value == u"smaller")
        px = m_parent.fontSize / 1.2;
    else if (value == u"larger")
        px = m_parent.fontSize * 1.2;
    // Percentages above 100 are common here, so they do not go through the clamp of lengths.
    bool ok = false;
    const double percent = value.endsWith(u'%') ? value.chopped(1).toDouble(&ok) : 0;
    if (ok && std::isfinite(percent))
        px = m_parent.fontSize * std::clamp(percent, 0.0, 1000.0) / 100;
    const CssLength length = parseLength(value, m_parent.fontSize);
    if (px < 0 && length.unit == CssLength::Unit::Px)
        px = length.value;
    if (px < 0)
        return;
    m_style.tooSmall = px <= 1; // space between columns, or text meant for the list of messages alone
    m_style.fontSize = std::clamp(px, smallestFont, largestFont);
}

bool StyleApplication::applyBox(const CssDeclaration &declaration)
{
    const QByteArray &property = declaration.property;
    const QString &value = declaration.value;
    const CssLength length = parseLength(value, m_style.fontSize);
    if (property == "display") {
        if (value == u"none")
            m_style.hidden = true;
        else if (value == u"block" || value == u"flex" || value == u"grid" || value == u"list-item")
            m_style.display = Display::Block;
        else if (value == u"inline-block" || value == u"inline-flex" || value == u"inline-table")
            m_style.display = Display::InlineBlock;
        else if (value == u"inline")
            m_style.display = Display::Inline;
    } else if (property == "mso-hide") {
        m_style.hidden = m_style.hidden || value == u"all";
    } else if (property == "float") {
        m_style.side = value == u"left" ? Float::Left : value == u"right" ? Float::Right : Float::None;
    } else if (property == "vertical-align") {
        m_style.verticalAlign = value == u"top"      ? VerticalAlign::Top
                                : value == u"middle" ? VerticalAlign::Middle
                                : value == u"bottom" ? VerticalAlign::Bottom
                                                     : m_style.verticalAlign;
        m_style.script = value == u"super" ? 1 : value == u"sub" ? -1 : m_style.script;
    } else if (property == "background-color") {
        m_style.background = parseColour(value);
    } else if (property == "x-background-image") {
        m_style.lostBackground = value == u"lost";
    } else if (property == "width") {
        m_style.width = length;
    } else if (property == "height") {
        m_style.height = length;
    } else if (property == "max-width") {
        m_style.maxWidth = length;
    } else if (property == "min-width") {
        m_style.minWidth = length;
    } else if (property == "max-height") {
        m_style.maxHeight = length;
    } else if (property == "opacity") {
        bool ok = false;
        m_transparent = value.toDouble(&ok) < 0.05 && ok;
    } else if (property == "border-spacing") {
        m_style.spacing = length.in(0);
    } else {
        return false;
    }
    return true;
}

bool StyleApplication::applySide(const CssDeclaration &declaration)
{
    const QList<QByteArray> words = declaration.property.split('-');
    if (words.size() < 2)
        return false;
    static constexpr const char *names[] = {"top", "right", "bottom", "left"};
    const auto found = std::find(std::begin(names), std::end(names), words[1]);
    if (found == std::end(names))
        return false;
    const auto side = std::size_t(found - std::begin(names));
    if (words[0] == "margin")
        m_style.margin[side] = parseLength(declaration.value, m_style.fontSize);
    else if (words[0] == "padding")
        m_style.padding[side] = parseLength(declaration.value, m_style.fontSize);
    else if (words[0] == "border" && words.size() == 3)
        applyBorder(&m_style.border[side], words[2], declaration.value);
    return true;
}

void StyleApplication::applyBorder(CssBorder *border, const QByteArray &part, const QString &value)
{
    if (part == "style") {
        border->visible = value != u"none" && value != u"hidden";
    } else if (part == "color") {
        border->colour = parseColour(value);
        if (value == u"transparent")
            border->visible = false;
    } else if (part == "width") {
        const CssLength length = parseLength(value, m_style.fontSize);
        border->width = value == u"thin"                     ? 1
                        : value == u"thick"                  ? 5
                        : length.unit == CssLength::Unit::Px ? std::min(length.value, 20.0)
                                                             : 3;
    }
}

void StyleApplication::finish(const HtmlNode &node)
{
    const auto isNothing = [](const CssLength &length) {
        return length.unit == CssLength::Unit::Px && length.value <= 1;
    };
    if (m_transparent || !node.attribute("hidden").isNull() || isNothing(m_style.maxHeight) ||
        (isNothing(m_style.maxWidth) && m_style.maxHeight.isSet()))
        m_style.hidden = true;
    if (node.is("tr") || node.is("tbody") || node.is("thead") || node.is("tfoot")) {
        if (m_style.background)
            m_style.rowBackground = m_style.background;
        if (m_style.verticalAlign != VerticalAlign::None)
            m_style.rowAlign = m_style.verticalAlign;
    } else if (m_style.display == Display::InlineBlock) {
        m_style.inlineBackground = m_style.background; // where it gets no box of its own
    } else if (m_style.display == Display::Inline) {
        if (m_style.background)
            m_style.inlineBackground = m_style.background;
    } else {
        m_style.inlineBackground.reset();
    }
}
