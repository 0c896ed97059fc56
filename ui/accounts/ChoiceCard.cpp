// SPDX-License-Identifier: GPL-3.0-or-later
#include "ChoiceCard.h"

#include "Fonts.h"
#include "Style.h"
#include "Theme.h"

#include <QPainter>
#include <QStyleOptionButton>

namespace
{
constexpr int padding = 12;
constexpr int textLeft = 42;
} // namespace

ChoiceCard::ChoiceCard(const QString &title, QWidget *parent) : QRadioButton(title, parent)
{
    setAttribute(Qt::WA_Hover);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ChoiceCard::setDescription(const QString &description, bool warns)
{
    m_description = description;
    m_warns = warns;
    setAccessibleDescription(description);
    updateGeometry();
    update();
}

void ChoiceCard::setTrailing(QWidget *widget)
{
    m_trailing = widget;
    widget->setParent(this);
}

QSize ChoiceCard::sizeHint() const
{
    return {440, heightForWidth(440)};
}

int ChoiceCard::heightForWidth(int width) const
{
    const QFontMetrics metrics(font());
    const int title = qMax(QFontMetrics(Fonts::demiBold(font())).height(),
                           m_trailing ? m_trailing->sizeHint().height() : 0);
    const QRect room(0, 0, qMax(80, width - textLeft - padding), 1000);
    const int text = m_description.isEmpty()
                         ? 0
                         : metrics.boundingRect(room, Qt::TextWordWrap, m_description).height() + 4;
    return padding + title + text + padding;
}

void ChoiceCard::resizeEvent(QResizeEvent *event)
{
    QRadioButton::resizeEvent(event);
    if (!m_trailing)
        return;
    const int title =
        QFontMetrics(Fonts::demiBold(font())).horizontalAdvance(text().remove(QLatin1Char('&')));
    const QRect place(QPoint(textLeft + title + 12, padding - 2), m_trailing->sizeHint());
    m_trailing->setGeometry(QStyle::visualRect(layoutDirection(), rect(), place));
}

void ChoiceCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor border = palette().color(isChecked() && isEnabled() ? QPalette::Link : QPalette::Mid);
    painter.setPen(QPen(border, 1));
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    if (underMouse() && isEnabled()) {
        painter.setBrush(Theme::hover(palette()));
        painter.setPen(Qt::NoPen);
        painter.drawRoundedRect(rect(), 6, 6);
    }
    QStyleOptionButton option;
    initStyleOption(&option);
    const int title = qMax(QFontMetrics(Fonts::demiBold(font())).height(),
                           m_trailing ? m_trailing->sizeHint().height() : 0);
    option.rect =
        QStyle::visualRect(layoutDirection(), rect(), QRect(padding + 2, padding + title / 2 - 8, 16, 16));
    style()->drawPrimitive(QStyle::PE_IndicatorRadioButton, &option, &painter, this);

    const QRect line(textLeft, padding, width() - textLeft - padding, title);
    painter.setFont(Fonts::demiBold(font()));
    painter.setPen(
        palette().color(isEnabled() ? QPalette::Normal : QPalette::Disabled, QPalette::WindowText));
    painter.drawText(QStyle::visualRect(layoutDirection(), rect(), line),
                     int(Qt::AlignLeading | Qt::AlignVCenter) | Qt::TextShowMnemonic, text());
    painter.setFont(font());
    painter.setPen(m_warns ? Theme::amber(palette()) : palette().color(QPalette::PlaceholderText));
    const QRect below(textLeft, line.bottom() + 5, line.width(), height() - line.bottom() - 5);
    painter.drawText(QStyle::visualRect(layoutDirection(), rect(), below),
                     int(Qt::AlignLeading | Qt::AlignTop) | Qt::TextWordWrap, m_description);
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
        drawFocusRing(painter, rect(), palette().color(QPalette::Link), 6);
}
