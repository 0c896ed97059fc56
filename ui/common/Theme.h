// SPDX-License-Identifier: GPL-3.0-or-later
//
// Theme is Poplar's look: the colours of light and dark as palettes, and the style that draws with them.
// Widgets take every colour from their palette: PlaceholderText is the muted text, Mid a border, Link the
// accent, Highlight the selection. GUI thread.
#pragma once

#include <QColor>
#include <QPalette>

class QApplication;

namespace Theme
{
enum class Scheme { Light, Dark };

// The scheme of the system, unless POPLAR_COLOR_SCHEME says light or dark. To be asked before apply().
Scheme wanted();
// Sets style, palette and nothing else. May be called again to change the scheme.
void apply(QApplication &application, Scheme scheme);

QPalette palette(Scheme scheme);
bool isDark(const QPalette &palette);

// The background of a bar that warns; text on it has the palette's ordinary colour.
QColor noticeBackground(const QPalette &palette);
// Of a mark or text that warns, and of a star.
QColor amber(const QPalette &palette);
// Of a mark or text that reports a failure.
QColor red(const QPalette &palette);
QColor green(const QPalette &palette);
// Between window and text, under the mouse.
QColor hover(const QPalette &palette);
} // namespace Theme
