// SPDX-License-Identifier: GPL-3.0-or-later
//
// textPage lays out a plain text for a QTextDocument: lines as they are, each in the direction of its
// letters, levels of quoting in colours of their own, the signature muted, addresses as links. Above a longer
// quotation stands a line that folds it. Pure.
#pragma once

#include <QPalette>
#include <QSet>
#include <QString>

// Which quotations of a text are folded; they are counted from 0.
struct FoldedQuotes {
    bool all = false;
    QSet<int> except; // of what `all` says

    bool has(int quote) const { return all != except.contains(quote); }
    bool operator==(const FoldedQuotes &) const = default;
};

// The scheme of the links that fold and unfold: "poplar-fold:3". No link of a message can have it.
inline constexpr char16_t foldScheme[] = u"poplar-fold";

QString textPage(const QString &text, const QPalette &palette, const FoldedQuotes &folded = {});
