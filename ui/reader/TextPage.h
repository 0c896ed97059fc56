// SPDX-License-Identifier: GPL-3.0-or-later
//
// textPage lays out a plain text for a QTextDocument: lines as they are, each in the direction of its
// letters, levels of quoting in colours of their own, the signature muted, addresses as links. Above a longer
// quotation stands a line that folds it. Pure.
#pragma once

#include "QuoteFolding.h"

#include <QPalette>
#include <QString>
#include <QStringList>

QString textPage(const QString &text, const QPalette &palette, const FoldedQuotes &folded = {});
// What is read in each of the quotations that fold, in their order.
QStringList quotationsOfText(const QString &text);
