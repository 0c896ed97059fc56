// SPDX-License-Identifier: GPL-3.0-or-later
//
// StylePainting draws the single parts of the style: buttons, fields, marks, headers, scroll bars. From the
// palette of the option alone. GUI thread.
#pragma once

#include <QColor>
#include <QPalette>
#include <QRect>

class QPainter;
class QStyle;
class QStyleOption;
class QStyleOptionSlider;
class QStyleOptionSpinBox;
class QWidget;

namespace StylePainting
{
constexpr qreal radius = 6;

// An invalid `border` draws none.
void fillRounded(QPainter &painter, const QRect &rect, const QColor &fill, const QColor &border,
                 qreal corner = radius);
void drawButton(const QStyleOption &option, QPainter &painter);
void drawToolButton(const QStyleOption &option, QPainter &painter);
void drawIndicator(const QStyleOption &option, QPainter &painter, bool round);
void drawLineEdit(const QStyleOption &option, QPainter &painter);
void drawSpinBox(const QStyle &style, const QStyleOptionSpinBox &box, QPainter &painter,
                 const QWidget *widget);
// Flat: a line below, and a short one between two columns, by which they can be made wider.
void drawHeaderSection(const QStyleOption &option, QPainter &painter);
void drawTab(const QStyleOption &option, QPainter &painter);
void drawScrollBar(const QStyleOptionSlider &option, QPainter &painter, const QRect &thumb,
                   QPalette::ColorRole background);
// Fusion outlines its boxes with Highlight where they have the focus, which is too pale here, and otherwise
// with a shade of Window, which nobody sees in the dark.
QPalette outlined(QPalette palette);
} // namespace StylePainting
