// SPDX-License-Identifier: GPL-3.0-or-later
#include "StylePainting.h"

#include "Style.h"
#include "Theme.h"

#include <QPainter>
#include <QStyleOption>

void drawFocusRing(QPainter &painter, const QRect &rect, const QColor &color, qreal radius)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 2));
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius);
    painter.restore();
}

namespace
{
constexpr qreal radius = StylePainting::radius;

QColor blended(const QColor &below, const QColor &above)
{
    const qreal a = above.alphaF();
    return QColor::fromRgbF(float(below.redF() * (1 - a) + above.redF() * a),
                            float(below.greenF() * (1 - a) + above.greenF() * a),
                            float(below.blueF() * (1 - a) + above.blueF() * a));
}
} // namespace

void StylePainting::fillRounded(QPainter &painter, const QRect &rect, const QColor &fill,
                                const QColor &border, qreal corner)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(fill);
    painter.setPen(border.isValid() ? QPen(border, 1) : QPen(Qt::NoPen));
    const qreal inset = border.isValid() ? 0.5 : 0;
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), corner, corner);
    painter.restore();
}

void StylePainting::drawButton(const QStyleOption &option, QPainter &painter)
{
    const QPalette &palette = option.palette;
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(&option);
    const bool isDefault = button && (button->features & QStyleOptionButton::DefaultButton) &&
                           (option.state & QStyle::State_Enabled);
    QColor fill = isDefault ? palette.color(QPalette::Highlight) : palette.color(QPalette::Button);
    if (option.state & (QStyle::State_Sunken | QStyle::State_On))
        fill = blended(fill, Theme::hover(palette)), fill = blended(fill, Theme::hover(palette));
    else if ((option.state & QStyle::State_MouseOver) && (option.state & QStyle::State_Enabled))
        fill = blended(fill, Theme::hover(palette));
    QColor border = isDefault ? palette.color(QPalette::Link) : palette.color(QPalette::Dark);
    if (!(option.state & QStyle::State_Enabled))
        border = palette.color(QPalette::Mid);
    fillRounded(painter, option.rect, fill, border);
    if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange))
        drawFocusRing(painter, option.rect, palette.color(QPalette::Link), radius);
}

void StylePainting::drawToolButton(const QStyleOption &option, QPainter &painter)
{
    if (!(option.state & QStyle::State_AutoRaise))
        fillRounded(painter, option.rect, option.palette.color(QPalette::Button),
                    option.palette.color(QPalette::Dark));
    if (option.state & (QStyle::State_Sunken | QStyle::State_On))
        fillRounded(painter, option.rect, option.palette.color(QPalette::Highlight), QColor());
    else if ((option.state & QStyle::State_MouseOver) && (option.state & QStyle::State_Enabled))
        fillRounded(painter, option.rect, Theme::hover(option.palette), QColor());
    if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange))
        drawFocusRing(painter, option.rect, option.palette.color(QPalette::Link), radius);
}

void StylePainting::drawIndicator(const QStyleOption &option, QPainter &painter, bool round)
{
    const QPalette &palette = option.palette;
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool on = option.state & (QStyle::State_On | QStyle::State_NoChange);
    QRect box(0, 0, 16, 16);
    box.moveCenter(option.rect.center());
    const QColor accent = palette.color(enabled ? QPalette::Active : QPalette::Disabled, QPalette::Link);
    const QColor border = palette.color(enabled ? QPalette::PlaceholderText : QPalette::Mid);
    fillRounded(painter, box, on ? accent : palette.color(QPalette::Base), on ? accent : border,
                round ? 8 : 4);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor mark = palette.color(QPalette::Base);
    if (on && round) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(mark);
        painter.drawEllipse(QRectF(box).adjusted(5, 5, -5, -5));
    } else if (on) {
        painter.setPen(QPen(mark, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const QPointF corner = box.topLeft();
        painter.drawPolyline(
            QPolygonF{corner + QPointF(4, 8.5), corner + QPointF(7, 11.5), corner + QPointF(12, 5)});
    }
    painter.restore();
}

QPalette StylePainting::outlined(QPalette palette)
{
    palette.setColor(QPalette::Highlight, palette.color(QPalette::Link));
    palette.setColor(QPalette::Window, palette.color(QPalette::Dark).lighter(140));
    return palette;
}

void StylePainting::drawLineEdit(const QStyleOption &option, QPainter &painter)
{
    const bool focus = option.state & QStyle::State_HasFocus;
    fillRounded(painter, option.rect, option.palette.color(QPalette::Base),
                option.palette.color(QPalette::Dark));
    if (focus)
        drawFocusRing(painter, option.rect, option.palette.color(QPalette::Link), radius);
}

void StylePainting::drawSpinBox(const QStyle &style, const QStyleOptionSpinBox &box, QPainter &painter,
                                const QWidget *widget)
{
    const QPalette &palette = box.palette;
    const bool enabled = box.state & QStyle::State_Enabled;
    fillRounded(painter, box.rect, palette.color(QPalette::Base),
                palette.color(enabled ? QPalette::Dark : QPalette::Mid));
    if ((box.state & QStyle::State_HasFocus) && enabled)
        drawFocusRing(painter, box.rect, palette.color(QPalette::Link), radius);
    if (box.buttonSymbols == QAbstractSpinBox::NoButtons)
        return;
    for (const auto part : {QStyle::SC_SpinBoxUp, QStyle::SC_SpinBoxDown}) {
        const bool up = part == QStyle::SC_SpinBoxUp;
        QStyleOption arrow(box);
        const QRect button = style.subControlRect(QStyle::CC_SpinBox, &box, part, widget);
        arrow.rect = QRect(0, 0, 8, 8);
        arrow.rect.moveCenter(button.center() + QPoint(0, up ? 1 : -1));
        const bool possible =
            box.stepEnabled & (up ? QAbstractSpinBox::StepUpEnabled : QAbstractSpinBox::StepDownEnabled);
        if (!possible || !enabled)
            arrow.state &= ~QStyle::State_Enabled;
        if (possible && enabled && box.activeSubControls == part && (box.state & QStyle::State_MouseOver))
            fillRounded(painter, button.adjusted(1, up ? 2 : 0, -2, up ? 0 : -2), Theme::hover(palette),
                        QColor(), 3);
        style.drawPrimitive(up ? QStyle::PE_IndicatorArrowUp : QStyle::PE_IndicatorArrowDown, &arrow,
                            &painter, widget);
    }
}

void StylePainting::drawHeaderSection(const QStyleOption &option, QPainter &painter)
{
    const QPalette &palette = option.palette;
    const QRect &rect = option.rect;
    painter.fillRect(rect, palette.color(QPalette::Base));
    const auto *section = qstyleoption_cast<const QStyleOptionHeader *>(&option);
    if ((option.state & QStyle::State_MouseOver) && (option.state & QStyle::State_Enabled))
        painter.fillRect(rect, Theme::hover(palette));
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), palette.color(QPalette::Mid));
    const bool last = !section || section->position == QStyleOptionHeader::End ||
                      section->position == QStyleOptionHeader::OnlyOneSection;
    const int edge = option.direction == Qt::RightToLeft ? rect.left() : rect.right();
    if (!last)
        painter.fillRect(QRect(edge, rect.top() + 7, 1, rect.height() - 14), palette.color(QPalette::Mid));
}

// The one in front is one with what is below it, under a line in the accent colour.
void StylePainting::drawTab(const QStyleOption &option, QPainter &painter)
{
    const QPalette &palette = option.palette;
    const QRect &rect = option.rect;
    const int edge = option.direction == Qt::RightToLeft ? rect.left() : rect.right();
    if (option.state & QStyle::State_Selected) {
        painter.fillRect(rect, palette.color(QPalette::Base));
        painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 2), palette.color(QPalette::Link));
        painter.fillRect(QRect(rect.left(), rect.top(), 1, rect.height()), palette.color(QPalette::Mid));
        painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), palette.color(QPalette::Mid));
    } else {
        if ((option.state & QStyle::State_MouseOver) && (option.state & QStyle::State_Enabled))
            painter.fillRect(rect, Theme::hover(palette));
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), palette.color(QPalette::Mid));
        painter.fillRect(QRect(edge, rect.top() + 9, 1, rect.height() - 18), palette.color(QPalette::Mid));
    }
}

void StylePainting::drawScrollBar(const QStyleOptionSlider &option, QPainter &painter, const QRect &thumb,
                                  QPalette::ColorRole background)
{
    painter.fillRect(option.rect, option.palette.color(background));
    if (option.maximum <= option.minimum)
        return;
    QColor color = option.palette.color(QPalette::PlaceholderText);
    const bool active = option.state & (QStyle::State_MouseOver | QStyle::State_Sunken);
    color.setAlphaF(active ? 0.75F : 0.4F);
    const QRect bar =
        option.orientation == Qt::Vertical ? thumb.adjusted(3, 2, -3, -2) : thumb.adjusted(2, 3, -2, -3);
    fillRounded(painter, bar, color, QColor(), 3);
}
