// SPDX-License-Identifier: GPL-3.0-or-later
//
// TabOrder lets Tab go through the widgets of a page as the eye does: line by line, and in each line in the
// direction of reading. Qt's own order is that in which widgets were made, which for what comes and goes
// (notices, cards, attachments) is behind everything else in the window. GUI thread.
#pragma once

#include <QList>

class QWidget;

namespace TabOrder
{
// Those in `page` that Tab can go to now, in the order in which they are read.
QList<QWidget *> asRead(const QWidget &page);
void apply(const QWidget &page);
} // namespace TabOrder
