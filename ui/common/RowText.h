// SPDX-License-Identifier: GPL-3.0-or-later
//
// RowText draws one line of somebody else's text in a list's row: in its own direction, cut with an ellipsis,
// aligned as the window is. GUI thread.
#pragma once

#include <QColor>
#include <QFont>
#include <QRect>
#include <QString>

class QPainter;

// `rect` and `alignment` are visual: already mirrored where the window is.
void drawRowText(QPainter &painter, const QRect &rect, const QString &text, const QFont &font,
                 const QColor &color, Qt::Alignment alignment);
