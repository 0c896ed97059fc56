// SPDX-License-Identifier: GPL-3.0-or-later
//
// How large a window opens. GUI thread.
#pragma once

#include <QScreen>
#include <QWidget>

// Gives a window the size that its content asks for, as far as the screen has room for it and its frame.
inline void openAtSize(QWidget &window, QSize wanted)
{
    constexpr QSize frame(16, 48);
    const QScreen *const screen = window.screen();
    window.resize(screen ? wanted.boundedTo(screen->availableSize() - frame) : wanted);
}
