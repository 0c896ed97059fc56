// SPDX-License-Identifier: GPL-3.0-or-later
//
// StyleApplication changes one ElementStyle by what a browser's own style sheet says of its tag, by its
// presentational attributes and by declarations, each in turn. Pure.
#pragma once

#include "CssDeclarations.h"
#include "ElementStyle.h"

class StyleApplication
{
public:
    StyleApplication(const ElementStyle &parent, ElementStyle *style) : m_parent(parent), m_style(*style) {}

    void applyTag(const HtmlNode &node);
    void applyAttributes(const HtmlNode &node);
    void apply(const CssDeclaration &declaration);
    // What follows from all of them together: text that nobody is to see, backgrounds of lines and rows.
    void finish(const HtmlNode &node);

private:
    void applyTextTag(const HtmlNode &node);
    void applyHeading(int level);
    void applyTableAttributes(const HtmlNode &node);
    void applyFontAttributes(const HtmlNode &node);
    bool applyText(const CssDeclaration &declaration);
    bool applyFont(const CssDeclaration &declaration);
    bool applyBox(const CssDeclaration &declaration);
    bool applySide(const CssDeclaration &declaration);
    void applyBorder(CssBorder *border, const QByteArray &part, const QString &value);
    void applyFontSize(const QString &value);
    void setMargins(double top, double bottom);

    const ElementStyle &m_parent;
    ElementStyle &m_style;
    bool m_transparent = false; // opacity
};
