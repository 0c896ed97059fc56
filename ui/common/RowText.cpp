// SPDX-License-Identifier: GPL-3.0-or-later
#include "RowText.h"

#include <QFontMetrics>
#include <QPainter>

void drawRowText(QPainter &painter, const QRect &rect, const QString &text, const QFont &font,
                 const QColor &color, Qt::Alignment alignment)
{
    painter.setFont(font);
    painter.setPen(color);
    painter.setLayoutDirection(Qt::LayoutDirectionAuto);
    const QString line = QFontMetrics(font).elidedText(text, Qt::ElideRight, rect.width());
    painter.drawText(rect, int(alignment | Qt::AlignVCenter | Qt::AlignAbsolute) | Qt::TextSingleLine, line);
}
