// SPDX-License-Identifier: GPL-3.0-or-later
#include "Style.h"

#include "Icons.h"
#include "StylePainting.h"
#include "Theme.h"

#include <QAbstractScrollArea>
#include <QGuiApplication>
#include <QIcon>
#include <QPainter>
#include <QPushButton>
#include <QStyleOption>
#include <QToolBar>
#include <QToolButton>

using namespace StylePainting;

namespace
{
// A scroll bar looks as if it belonged to what it scrolls.
QPalette::ColorRole backgroundBehind(const QWidget *scrollBar)
{
    const QWidget *container = scrollBar ? scrollBar->parentWidget() : nullptr;
    const auto *area =
        qobject_cast<const QAbstractScrollArea *>(container ? container->parentWidget() : nullptr);
    return area ? area->viewport()->backgroundRole() : QPalette::Base;
}
} // namespace

Style::Style() : QProxyStyle(QStringLiteral("Fusion")) {}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    switch (element) {
    case PE_PanelButtonCommand:
        drawButton(*option, *painter);
        return;
    case PE_PanelButtonTool: {
        // A button that unfolds something shows by its arrow that it has.
        QStyleOption plain = *option;
        if (widget && widget->property(unfolds).toBool())
            plain.state &= ~State_On;
        drawToolButton(plain, *painter);
        return;
    }
    case PE_PanelLineEdit:
        // A field inside a spin or combo box has no frame of its own.
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
            frame && frame->lineWidth > 0)
            drawLineEdit(*option, *painter);
        else
            QProxyStyle::drawPrimitive(element, option, painter, widget);
        return;
    case PE_IndicatorHeaderArrow:
        // Fusion's place for it does not know how high these headers are.
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            QStyleOptionHeader centred = *header;
            centred.rect.translate(0, 4);
            QProxyStyle::drawPrimitive(element, &centred, painter, widget);
        }
        return;
    case PE_FrameFocusRect:
        if (qobject_cast<const QToolButton *>(widget) || qobject_cast<const QPushButton *>(widget))
            return; // they have their ring
        drawFocusRing(*painter, option->rect, option->palette.color(QPalette::Link), 3);
        return;
    case PE_FrameDefaultButton:
    case PE_IndicatorButtonDropDown: // the arrow alone says it
    case PE_FrameStatusBarItem:
    case PE_PanelMenuBar:
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorRadioButton:
        drawIndicator(*option, *painter, element == PE_IndicatorRadioButton);
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                        const QWidget *widget) const
{
    switch (element) {
    case CE_ProgressBarGroove:
        fillRounded(*painter, option->rect, option->palette.color(QPalette::Mid), QColor(), 4);
        return;
    case CE_ProgressBarContents: {
        const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option);
        if (!bar)
            return;
        QRect rect = option->rect;
        const qreal part = bar->maximum > bar->minimum
                               ? qreal(bar->progress - bar->minimum) / (bar->maximum - bar->minimum)
                               : 0.3;
        rect.setWidth(qMax(rect.height(), int(rect.width() * qBound(0.0, part, 1.0))));
        if (part > 0)
            fillRounded(*painter, visualRect(option->direction, option->rect, rect),
                        option->palette.color(QPalette::Link), QColor(), 4);
        return;
    }
    case CE_ToolButtonLabel: {
        const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option);
        if (!button || button->toolButtonStyle != Qt::ToolButtonTextBesideIcon)
            break;
        QStyleOptionToolButton inset = *button;
        const int shift = option->direction == Qt::RightToLeft ? -5 : 5;
        inset.rect.translate(shift, 0);
        QProxyStyle::drawControl(element, &inset, painter, widget);
        return;
    }
    case CE_TabBarTabShape:
        drawTab(*option, *painter);
        return;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        drawHeaderSection(*option, *painter);
        return;
    case CE_HeaderLabel: {
        const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
        if (!header)
            break;
        QStyleOptionHeader muted = *header;
        muted.palette.setColor(QPalette::ButtonText, option->palette.color(QPalette::PlaceholderText));
        QProxyStyle::drawControl(element, &muted, painter, widget);
        return;
    }
    case CE_Splitter:
        painter->fillRect(option->rect, option->palette.color(QPalette::Mid));
        return;
    case CE_ToolBar:
        painter->fillRect(option->rect, option->palette.color(QPalette::Window));
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                          option->palette.color(QPalette::Mid));
        return;
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, option->palette.color(QPalette::Window));
        return;
    case CE_MenuBarItem: {
        // Fusion fills with Highlight and underlines the bar; a plain rounded field is quieter.
        const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
        painter->fillRect(option->rect, option->palette.color(QPalette::Window));
        if (option->state & (State_Selected | State_Sunken) && (option->state & State_Enabled))
            fillRounded(*painter, option->rect.adjusted(1, 1, -1, -1),
                        option->palette.color(QPalette::Highlight), QColor(), 4);
        const int flags = Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextDontClip | Qt::TextSingleLine;
        if (item)
            drawItemText(painter, option->rect, flags, option->palette, option->state & State_Enabled,
                         item->text, QPalette::WindowText);
        return;
    }
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                               const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        if (const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option)) {
            drawScrollBar(*slider, *painter,
                          proxy()->subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget),
                          backgroundBehind(widget));
            return;
        }
    }
    if (control == CC_ComboBox) {
        if (const auto *box = qstyleoption_cast<const QStyleOptionComboBox *>(option)) {
            QStyleOptionComboBox accented = *box;
            accented.palette = outlined(option->palette);
            QProxyStyle::drawComplexControl(control, &accented, painter, widget);
            return;
        }
    }
    if (control == CC_SpinBox) {
        if (const auto *box = qstyleoption_cast<const QStyleOptionSpinBox *>(option)) {
            drawSpinBox(*proxy(), *box, *painter, widget);
            return;
        }
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                            const QWidget *widget) const
{
    const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control != CC_ScrollBar || !slider) {
        const QRect rect = QProxyStyle::subControlRect(control, option, part, widget);
        const bool isText = (control == CC_SpinBox && part == SC_SpinBoxEditField) ||
                            (control == CC_ComboBox && part == SC_ComboBoxEditField);
        if (!isText)
            return rect;
        // The text stands as far from the border as that of a line edit.
        return option->direction == Qt::RightToLeft ? rect.adjusted(0, 0, -5, 0) : rect.adjusted(5, 0, 0, 0);
    }
    const bool vertical = slider->orientation == Qt::Vertical;
    const int length = vertical ? option->rect.height() : option->rect.width();
    const int range = slider->maximum - slider->minimum;
    int thumb = length;
    if (range > 0)
        thumb = qBound(qMin(32, length),
                       int(qint64(slider->pageStep) * length / (qint64(range) + slider->pageStep)), length);
    const int start = sliderPositionFromValue(slider->minimum, slider->maximum, slider->sliderPosition,
                                              length - thumb, slider->upsideDown);
    QRect rect;
    const auto along = [&](int from, int size) {
        return vertical ? QRect(0, from, option->rect.width(), size)
                        : QRect(from, 0, size, option->rect.height());
    };
    switch (part) {
    case SC_ScrollBarGroove:
        rect = along(0, length);
        break;
    case SC_ScrollBarSlider:
        rect = along(start, thumb);
        break;
    case SC_ScrollBarSubPage:
        rect = along(0, start);
        break;
    case SC_ScrollBarAddPage:
        rect = along(start + thumb, length - start - thumb);
        break;
    default:
        return {};
    }
    return visualRect(slider->direction, slider->rect, rect.translated(option->rect.topLeft()));
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
    return element == SE_LineEditContents && frame && frame->lineWidth > 0 ? rect.adjusted(5, 0, -5, 0)
                                                                           : rect;
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                              const QWidget *widget) const
{
    QSize wanted = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_PushButton || type == CT_LineEdit || type == CT_ComboBox || type == CT_SpinBox)
        wanted.setHeight(qMax(wanted.height(), 32));
    if (type == CT_PushButton)
        wanted.rwidth() += 8;
    if (type == CT_SpinBox) // its field has asked for the height of a whole line edit already
        wanted.setHeight(qMax(32, option->fontMetrics.height() + 12));
    if (type == CT_SpinBox || type == CT_ComboBox)
        wanted.rwidth() += 6;
    if (type == CT_HeaderSection)
        wanted.setHeight(qMax(wanted.height(), 28));
    if (type == CT_ToolButton && widget && qobject_cast<const QToolBar *>(widget->parentWidget()))
        wanted += QSize(8, 6);
    else if (type == CT_ToolButton && (option->state & State_AutoRaise))
        wanted.rwidth() += 8;
    if (type == CT_ToolButton && !(option->state & State_AutoRaise))
        wanted = QSize(wanted.width() + 8, qMax(wanted.height(), 32));
    if (type == CT_MenuBarItem)
        wanted += QSize(4, 4);
    return wanted;
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return 12;
    case PM_ToolBarIconSize:
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
        return 18;
    case PM_ToolBarItemSpacing:
        return 4;
    case PM_ToolBarFrameWidth:
        return 0;
    case PM_ToolBarItemMargin:
        return 6;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 16;
    case PM_HeaderMargin:
        return 8;
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabOverlap:
    case PM_TabBarBaseOverlap:
        return 0;
    case PM_MenuBarPanelWidth:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QIcon Style::standardIcon(StandardPixmap icon, const QStyleOption *option, const QWidget *widget) const
{
    const QPalette palette = widget ? widget->palette() : QGuiApplication::palette();
    switch (icon) {
    case SP_MessageBoxWarning:
        return Icons::icon(QStringLiteral("triangle-alert"), Theme::amber(palette));
    case SP_MessageBoxCritical:
        return Icons::icon(QStringLiteral("circle-alert"), Theme::red(palette));
    case SP_MessageBoxInformation:
    case SP_MessageBoxQuestion:
        return Icons::icon(QStringLiteral("info"), palette.color(QPalette::Link));
    case SP_LineEditClearButton:
        return Icons::icon(QStringLiteral("x"));
    default:
        return QProxyStyle::standardIcon(icon, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                     QStyleHintReturn *returned) const
{
    switch (hint) {
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_EtchDisabledText:
    case SH_Widget_Animation_Duration: // reduced motion for everybody
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returned);
    }
}
