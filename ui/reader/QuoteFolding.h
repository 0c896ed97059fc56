// SPDX-License-Identifier: GPL-3.0-or-later
//
// QuoteFolding puts a line above each longer quotation that folds it, and leaves out those that are folded.
// The line is a link that no message can have; a quotation is folded by writing the page anew. Pure.
#pragma once

#include <QSet>
#include <QString>
#include <QStringList>

// Which quotations of a page are folded; they are counted from 0.
struct FoldedQuotes {
    bool all = false;
    QSet<int> except;      // of what `all` says
    bool isOffered = true; // else nothing folds: on paper

    bool has(int quote) const { return isOffered && all != except.contains(quote); }
    bool operator==(const FoldedQuotes &) const = default;
};

// The scheme of the links that fold and unfold: "poplar-fold:3".
inline constexpr char16_t foldScheme[] = u"poplar-fold";

namespace QuoteFolding
{
// Whether a quotation of so many lines has a line that folds it.
bool isWorthIt(qsizetype lines);
// `style` is CSS of ours for its colour and its place.
QString line(int quote, bool isFolded, qsizetype lines, const QString &style);
// Safe HTML as the page shows it.
QString page(const QString &safeHtml, const FoldedQuotes &folded);
// What is read in each of the quotations that fold, in their order.
QStringList texts(const QString &safeHtml);
// Without what the layout puts into a text for its own sake, and with plain blanks.
QString asRead(QString text);
} // namespace QuoteFolding
