// SPDX-License-Identifier: GPL-3.0-or-later
//
// Icons gives the symbols of resources/icons in the colours of the palette, sharp at every scale. A name is a
// file name without its suffix; with "-filled" at its end the shape is filled. GUI thread.
#pragma once

#include <QIcon>
#include <QPixmap>

namespace Icons
{
// Follows the application's palette: text colour, faint when disabled.
QIcon icon(const QString &name);
// Always in this colour.
QIcon icon(const QString &name, const QColor &color);
// `size` in device-independent pixels.
QPixmap pixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio);
// Poplar's own, in its own colours.
QIcon application();
} // namespace Icons
