// SPDX-License-Identifier: GPL-3.0-or-later
#include "DiagnosisDelegate.h"

#include "DiagnosisModel.h"
#include "Fonts.h"
#include "Icons.h"
#include "Style.h"
#include "Theme.h"

#include <QPainter>

namespace
{
constexpr int margin = 16;
constexpr int factsLeft = 44;
constexpr int gap = 7;
constexpr int markSize = 18;

struct Mark {
    QString icon;
    QColor color;
};

Mark markOf(DiagnosisModel::State state, const QPalette &palette)
{
    switch (state) {
    case DiagnosisModel::State::Running:
        return {QStringLiteral("refresh-cw"), palette.color(QPalette::Link)};
    case DiagnosisModel::State::Done:
        return {QStringLiteral("circle-check"), Theme::green(palette)};
    case DiagnosisModel::State::Failed:
        return {QStringLiteral("circle-x"), Theme::red(palette)};
    case DiagnosisModel::State::Waiting:
    case DiagnosisModel::State::Skipped:
        break;
    }
    return {QStringLiteral("circle"), palette.color(QPalette::PlaceholderText)};
}

// Paints, or only measures without a painter; returns the height.
int paintStep(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const QPalette &palette = option.palette;
    const auto state = DiagnosisModel::State(index.data(DiagnosisModel::StateRole).toInt());
    const int width = option.widget ? option.widget->width() - 16 : option.rect.width();
    int y = option.rect.top() + gap;
    const auto line = [&](const QString &text, const QFont &font, const QColor &color, int flags) {
        if (text.isEmpty())
            return 0;
        const QRect room(option.rect.left() + factsLeft, y, width - factsLeft - margin, 4000);
        const int all = flags | int(Qt::TextWordWrap) | int(Qt::AlignTop);
        const QRect used = QFontMetrics(font).boundingRect(room, all & ~int(Qt::AlignTrailing), text);
        if (painter) {
            painter->setFont(font);
            painter->setPen(color);
            painter->drawText(QStyle::visualRect(option.direction, option.rect, room), all, text);
        }
        return used.height() + 2;
    };
    const QColor muted = palette.color(QPalette::PlaceholderText);
    const bool quiet = state == DiagnosisModel::State::Waiting || state == DiagnosisModel::State::Skipped;
    line(index.data(DiagnosisModel::TimeRole).toString(), Fonts::small(option.font), muted,
         int(Qt::AlignTrailing));
    y += line(index.data().toString(), Fonts::demiBold(option.font),
              quiet ? muted : palette.color(QPalette::Text), int(Qt::AlignLeading));
    y += line(index.data(DiagnosisModel::WordsRole).toString(), option.font,
              state == DiagnosisModel::State::Failed ? Theme::red(palette) : muted, int(Qt::AlignLeading));
    y += line(index.data(DiagnosisModel::FactsRole).toString(), Fonts::small(option.font), muted,
              int(Qt::AlignLeading));
    if (painter) {
        const Mark mark = markOf(state, palette);
        const QRect place(option.rect.left() + margin, option.rect.top() + gap, markSize, markSize);
        painter->drawPixmap(
            QStyle::visualRect(option.direction, option.rect, place).topLeft(),
            Icons::pixmap(mark.icon, mark.color, markSize, painter->device()->devicePixelRatio()));
    }
    return y + gap - option.rect.top();
}
} // namespace

QSize DiagnosisDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {300, paintStep(nullptr, option, index)};
}

void DiagnosisDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    painter->save();
    paintStep(painter, option, index);
    if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange))
        drawFocusRing(*painter, option.rect.adjusted(2, 1, -2, -1), option.palette.color(QPalette::Link), 4);
    painter->restore();
}
