// SPDX-License-Identifier: GPL-3.0-or-later
//
// Fonts has the three sizes of text there are, relative to the system's font: small 0.9, normal, heading 1.4.
// Weight is DemiBold where something stands out, never Bold. Pure.
#pragma once

#include <QFont>

namespace Fonts
{
inline QFont scaled(QFont font, qreal factor)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * factor);
    else
        font.setPixelSize(qMax(1, qRound(font.pixelSize() * factor)));
    return font;
}

inline QFont small(const QFont &font)
{
    return scaled(font, 0.9);
}

inline QFont demiBold(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}

inline QFont heading(const QFont &font)
{
    return demiBold(scaled(font, 1.4));
}
} // namespace Fonts
