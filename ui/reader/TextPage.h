// SPDX-License-Identifier: GPL-3.0-or-later
//
// textPage lays out a plain text for a QTextDocument: lines as they are, levels of quoting in muted colours
// of the palette, addresses as links. Pure.
#pragma once

#include <QPalette>
#include <QString>

QString textPage(const QString &text, const QPalette &palette);
