// SPDX-License-Identifier: GPL-3.0-or-later
//
// Quotations finds what an answer quotes of earlier mail, by the marks that mail programs leave there:
// <blockquote type="cite">, a class or id of theirs, a bar beside a <blockquote>, or the head of the original
// message, after which it goes on to the end of the element. A <blockquote> without any of these may be an
// indented paragraph and is none, and neither is what begins a message: that is forwarded. Pure.
#pragma once

#include "ElementStyle.h"
#include "HtmlTree.h"

#include <QSet>

#include <vector>

struct Quotations {
    QSet<int> elements; // quoted with all that is in them
    QSet<int> tails;    // quoted with all that stands behind them in the same element
};

// `styles` has one for each node, as computeStyles() gives them.
Quotations findQuotations(const HtmlTree &tree, const std::vector<ElementStyle> &styles);
