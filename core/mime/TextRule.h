// SPDX-License-Identifier: GPL-3.0-or-later
//
// TextRule is the line that parts two texts in one view. Any thread.
#pragma once

#include <QString>

inline QString textRule()
{
    constexpr int length = 20;
    return QStringLiteral("\n\n") + QString(length, QChar(0x2500)) + QStringLiteral("\n\n");
}
