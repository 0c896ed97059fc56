// SPDX-License-Identifier: GPL-3.0-or-later
#include "FolderDelegate.h"

#include "FolderModel.h"
#include "Fonts.h"
#include "Formatting.h"
#include "Icons.h"
#include "RowText.h"
#include "Style.h"
#include "Theme.h"

#include <QPainter>
#include <QWidget>

namespace
{
constexpr int margin = 8;
constexpr int iconSize = 18;
constexpr int discSize = 9;

// The unread pill at the trailing edge; returns the width it took.
int drawPill(QPainter &painter, const QRect &row, int unread, const QStyleOptionViewItem &option)
{
    if (unread <= 0)
        return 0;
    const QFont font = Fonts::small(Fonts::demiBold(option.font));
    const QString text = Formatting::count(unread);
    const int height = QFontMetrics(font).height() + 2;
    const int width = qMax(height + 4, QFontMetrics(font).horizontalAdvance(text) + 12);
    QRect pill(row.right() - margin - width, row.center().y() - height / 2, width, height);
    pill = QStyle::visualRect(option.direction, row, pill);
    const bool selected = option.state & QStyle::State_Selected;
    QColor fill = option.palette.color(QPalette::Active, selected ? QPalette::Link : QPalette::Mid);
    QColor ink = option.palette.color(QPalette::Active, QPalette::Text);
    if (selected)
        ink = Theme::isDark(option.palette) ? option.palette.color(QPalette::Base) : QColor(Qt::white);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(pill, height / 2.0, height / 2.0);
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(pill, Qt::AlignCenter, text);
    return width + margin;
}

void paintSection(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const QRect row = option.rect.adjusted(margin + 4, 8, -margin, 0);
    QRect text = row;
    const auto addBadge = [&](const char *name, const QColor &color) {
        QRect icon(text.right() - 16, row.center().y() - 8, 16, 16);
        text.setRight(icon.left() - 6);
        icon = QStyle::visualRect(option.direction, option.rect, icon);
        painter.drawPixmap(icon.topLeft(), Icons::pixmap(QLatin1String(name), color, 16,
                                                         painter.device()->devicePixelRatio()));
    };
    if (index.data(FolderModel::HasProblemRole).toBool())
        addBadge("triangle-alert", Theme::amber(option.palette));
    if (index.data(FolderModel::IsPlainRole).toBool())
        addBadge("shield-alert", Theme::red(option.palette));
    if (const QColor colour(index.data(FolderModel::ColourRole).toString()); colour.isValid()) {
        QRect disc(text.left(), row.center().y() - discSize / 2 + 1, discSize, discSize);
        text.setLeft(disc.right() + 7);
        disc = QStyle::visualRect(option.direction, option.rect, disc);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(disc);
    }
    drawRowText(painter, QStyle::visualRect(option.direction, option.rect, text), index.data().toString(),
                Fonts::small(Fonts::demiBold(option.font)),
                option.palette.color(QPalette::Active, QPalette::PlaceholderText),
                option.direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
}
} // namespace

QSize FolderDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int line = QFontMetrics(option.font).height();
    const int height = qMax(30, line + 12);
    return {120, index.data(FolderModel::IsSectionRole).toBool() ? height + 8 : height};
}

void FolderDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    painter->save();
    if (index.data(FolderModel::IsSectionRole).toBool()) {
        paintSection(*painter, option, index);
        painter->restore();
        return;
    }
    const QRect row = option.rect.adjusted(margin, 1, -margin, -1);
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = option.state & QStyle::State_MouseOver;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    if (selected || hovered) {
        painter->setBrush(selected ? option.palette.color(QPalette::Active, QPalette::Highlight)
                                   : Theme::hover(option.palette));
        painter->drawRoundedRect(row, 6, 6);
    }
    const QColor color =
        option.palette.color(QPalette::Active, selected ? QPalette::HighlightedText : QPalette::Text);
    const QRect icon(row.left() + margin, row.center().y() - iconSize / 2 + 1, iconSize, iconSize);
    painter->drawPixmap(QStyle::visualRect(option.direction, row, icon).topLeft(),
                        Icons::pixmap(index.data(FolderModel::IconRole).toString(), color, iconSize,
                                      painter->device()->devicePixelRatio()));
    const int unread = index.data(FolderModel::UnreadRole).toInt();
    const int pill = drawPill(*painter, row, unread, option);
    QRect text = row.adjusted(margin + iconSize + 10, 0, -margin - pill, 0);
    drawRowText(*painter, QStyle::visualRect(option.direction, row, text), index.data().toString(),
                unread > 0 ? Fonts::demiBold(option.font) : option.font, color,
                option.direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
    const bool byKeyboard =
        option.widget && option.widget->window()->testAttribute(Qt::WA_KeyboardFocusChange);
    if ((option.state & QStyle::State_HasFocus) && byKeyboard)
        drawFocusRing(*painter, row, option.palette.color(QPalette::Active, QPalette::Link), 6);
    painter->restore();
}
