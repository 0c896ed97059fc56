// SPDX-License-Identifier: GPL-3.0-or-later
//
// ElementStyle is the computed style of one element: the cascade of tag, presentational attributes, style
// sheet and style attribute, as typed and clamped values. No text of the sender's CSS goes on from here but
// the cleaned name of a font. Lengths are px at zoom 1. Values; pure.
#pragma once

#include "CssColour.h"
#include "HtmlTree.h"

#include <QString>

#include <array>
#include <optional>
#include <vector>

class RenderBudget;
class StyleSheet;

struct CssLength {
    enum class Unit { Unset, Px, Percent, Auto };
    Unit unit = Unit::Unset;
    double value = 0;

    bool operator==(const CssLength &) const = default;
    bool isSet() const { return unit == Unit::Px || unit == Unit::Percent; }
    // In px of `whole`; `otherwise` where nothing is set.
    double in(double whole, double otherwise = 0) const;
};
// Clamped to 0 to 2000 px, or to -2000 with `signedValue`. Relative units count from `fontSize`.
CssLength parseLength(const QString &css, double fontSize, bool signedValue = false);

struct CssBorder {
    double width = 3; // as CSS has it: it shows when it gets a style
    bool visible = false;
    std::optional<CssColour> colour;

    bool operator==(const CssBorder &) const = default;
    double shown() const { return visible ? width : 0; }
};

enum class Align { None, Left, Centre, Right, Justify };
enum class Display { Inline, Block, InlineBlock };
enum class Float { None, Left, Right };
enum class VerticalAlign { None, Top, Middle, Bottom };
enum class TextTransform { None, Upper, Lower, Capitalize };
enum Side { Top = 0, Right = 1, Bottom = 2, Left = 3 };

struct ElementStyle {
    // Inherited.
    double fontSize = 15;
    double lineHeight = 0; // times the font size; 0 is normal
    double letterSpacing = 0;
    QString family; // empty is the reader's own font
    std::optional<CssColour> colour;
    std::optional<CssColour> inlineBackground;
    bool bold = false, italic = false, underline = false, strike = false;
    bool preformatted = false, noWrap = false;
    bool hidden = false;
    bool tooSmall = false; // text of no size; what is inside may have one
    bool inLink = false;
    bool centresBlocks = false; // <center> and align=center place tables too, text-align does not
    int script = 0;             // 1 superscript, -1 subscript
    Align align = Align::None;
    TextTransform transform = TextTransform::None;
    QString listStyle;
    std::optional<double> cellPadding; // of the table around
    double cellBorder = 0;
    VerticalAlign rowAlign = VerticalAlign::None;
    std::optional<CssColour> rowBackground; // rows and sections have no box in QTextDocument

    // The element's own.
    Display display = Display::Inline;
    Float side = Float::None;
    VerticalAlign verticalAlign = VerticalAlign::None;
    std::optional<CssColour> background;
    bool lostBackground = false; // had a picture behind it
    CssLength width, height, maxWidth, minWidth, maxHeight;
    std::array<CssLength, 4> margin, padding;
    std::array<CssBorder, 4> border;
    double spacing = 0; // of a table's cells

    bool isBlock() const { return display == Display::Block; }
    bool hasBorder() const;
    bool hasPadding() const;
};

// One for each node; those of text nodes are their parents'. From where the budget ends all is hidden.
std::vector<ElementStyle> computeStyles(const HtmlTree &tree, StyleSheet &sheet, RenderBudget *budget);
