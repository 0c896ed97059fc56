// SPDX-License-Identifier: GPL-3.0-or-later
#include "ElementStyle.h"

#include "RenderBudget.h"
#include "StyleApplication.h"
#include "StyleSheet.h"
#include "TagPolicy.h"

#include <QSet>

#include <algorithm>
#include <cmath>

namespace
{
constexpr double largestLength = 2000;

// What is inherited stays, what is not starts anew.
ElementStyle inheritedFrom(const ElementStyle &parent)
{
    ElementStyle style = parent;
    const ElementStyle fresh;
    style.display = fresh.display;
    style.side = fresh.side;
    style.verticalAlign = fresh.verticalAlign;
    style.background = fresh.background;
    style.lostBackground = fresh.lostBackground;
    style.width = style.height = style.maxWidth = style.minWidth = style.maxHeight = fresh.width;
    style.margin = style.padding = fresh.margin;
    style.border = fresh.border;
    style.spacing = fresh.spacing;
    return style;
}

// The order of the cascade: important declarations win over all others, later ones over earlier ones.
void applyAll(StyleApplication &application, const std::vector<const CssDeclaration *> &rules,
              const CssDeclarations &own)
{
    // Other lengths are measured in the font size, so that goes first.
    for (const bool size : {true, false}) {
        for (const bool important : {false, true}) {
            for (const CssDeclaration *declaration : rules) {
                if (declaration->important == important && (declaration->property == "font-size") == size)
                    application.apply(*declaration);
            }
            for (const CssDeclaration &declaration : own) {
                if (declaration.important == important && (declaration.property == "font-size") == size)
                    application.apply(declaration);
            }
        }
    }
}
} // namespace

double CssLength::in(double whole, double otherwise) const
{
    if (unit == Unit::Px)
        return value;
    return unit == Unit::Percent ? whole * value / 100 : otherwise;
}

CssLength parseLength(const QString &css, double fontSize, bool signedValue)
{
    QString text = css.trimmed().toLower();
    if (text == u"auto")
        return {CssLength::Unit::Auto, 0};
    const auto ending = [&text](QStringView unit) {
        if (!text.endsWith(unit))
            return false;
        text.chop(unit.size());
        return true;
    };
    double factor = 1;
    const bool percent = ending(u"%");
    if (percent || ending(u"px"))
        factor = 1;
    else if (ending(u"pt"))
        factor = 4.0 / 3;
    else if (ending(u"rem"))
        factor = ElementStyle().fontSize;
    else if (ending(u"em"))
        factor = fontSize;
    else if (ending(u"ex") || ending(u"ch"))
        factor = fontSize / 2;
    else if (ending(u"in"))
        factor = 96;
    else if (ending(u"cm"))
        factor = 96 / 2.54;
    else if (ending(u"mm"))
        factor = 96 / 25.4;
    else if (ending(u"pc"))
        factor = 16;
    bool ok = false;
    const double number = text.trimmed().toDouble(&ok) * factor;
    if (!ok || !std::isfinite(number))
        return {};
    const double lowest = signedValue ? -largestLength : 0;
    return {percent ? CssLength::Unit::Percent : CssLength::Unit::Px,
            std::clamp(number, lowest, percent ? 100.0 : largestLength)};
}

bool ElementStyle::hasBorder() const
{
    return std::any_of(border.begin(), border.end(), [](const CssBorder &side) { return side.shown() > 0; });
}

bool ElementStyle::hasPadding() const
{
    return std::any_of(padding.begin(), padding.end(),
                       [](const CssLength &side) { return side.isSet() && side.value > 0; });
}

std::vector<ElementStyle> computeStyles(const HtmlTree &tree, StyleSheet &sheet, RenderBudget *budget)
{
    std::vector<ElementStyle> styles;
    styles.reserve(tree.nodes().size());
    for (int i = 0; i < int(tree.nodes().size()); ++i) {
        const HtmlNode &node = tree[i];
        const ElementStyle above = node.parent >= 0 ? styles[std::size_t(node.parent)] : ElementStyle();
        if (!budget->spend(3)) {
            styles.emplace_back().hidden = true;
            continue;
        }
        if (node.isText()) {
            styles.push_back(above);
            continue;
        }
        ElementStyle style = inheritedFrom(above);
        StyleApplication application(above, &style);
        application.applyTag(node);
        application.applyAttributes(node);
        const std::vector<const CssDeclaration *> rules = sheet.match(tree, i);
        const CssDeclarations own = parseDeclarations(node.attribute("style"));
        budget->spend(qint64(rules.size() + own.size()));
        applyAll(application, rules, own);
        application.finish(node);
        styles.push_back(std::move(style));
    }
    return styles;
}
