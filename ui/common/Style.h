// SPDX-License-Identifier: GPL-3.0-or-later
//
// Style is Fusion with what dates it taken away: no frames round panes, flat rounded buttons and fields, thin
// scroll bars without arrows, and a focus ring of two pixels in the accent colour. It draws from the palette
// alone. GUI thread.
#pragma once

#include <QProxyStyle>

class Style final : public QProxyStyle
{
    Q_OBJECT
public:
    // A dynamic property of tool buttons that fold something out and in.
    static constexpr const char *unfolds = "unfolds";

    Style();

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget = nullptr) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget = nullptr) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget = nullptr) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                         const QWidget *widget = nullptr) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option,
                         const QWidget *widget = nullptr) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                           const QWidget *widget = nullptr) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option = nullptr,
                    const QWidget *widget = nullptr) const override;
    QIcon standardIcon(StandardPixmap icon, const QStyleOption *option = nullptr,
                       const QWidget *widget = nullptr) const override;
    int styleHint(StyleHint hint, const QStyleOption *option = nullptr, const QWidget *widget = nullptr,
                  QStyleHintReturn *returned = nullptr) const override;
};

// A ring of two pixels inside `rect`, for delegates and widgets that paint themselves.
void drawFocusRing(QPainter &painter, const QRect &rect, const QColor &color, qreal radius);
