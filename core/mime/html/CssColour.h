// SPDX-License-Identifier: GPL-3.0-or-later
//
// CssColour is an opaque sRGB colour as CSS and HTML write it (CSS Color 4: names, #rgb, rgb(), hsl()), and
// how well one can be read on another. A value; pure.
#pragma once

#include <QString>

#include <algorithm>
#include <optional>

struct CssColour {
    int red = 0, green = 0, blue = 0; // 0 to 255

    bool operator==(const CssColour &) const = default;
    QString toString() const; // "#rrggbb"
    // 0 (black) to 1 (white), CSS's HSL.
    double lightness() const;
    // The ratio of WCAG 2, 1 to 21.
    double contrastWith(CssColour other) const;
    // Light enough to be taken for the paper of the page, or for the grey that it lies on.
    bool isPaper() const
    {
        const int low = std::min({red, green, blue}), high = std::max({red, green, blue});
        return low >= 0xE0 || (low >= 0xC8 && high - low <= 0x18);
    }
    // The same hue, lighter or darker until the contrast with `background` is at least `ratio`.
    CssColour readableOn(CssColour background, double ratio) const;
};

// Nothing for "transparent", for more than half transparent colours and for what is no colour.
std::optional<CssColour> parseColour(const QString &css);
// The bgcolor and color attributes also know "ff0000" without "#".
std::optional<CssColour> parseHtmlColour(const QString &attribute);
