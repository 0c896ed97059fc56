// SPDX-License-Identifier: GPL-3.0-or-later
//
// HtmlWords are the words of an HTML message, for the search index: like htmlToText() without its layout and
// without link targets, by a scan that builds no tree and is some ten times as quick. What a style hides is
// among them. Pure, linear.
#pragma once

#include <QString>

// Scans what it can be sure of; anything odd (an open comment, an open quote, a rare entity) is left to
// htmlToText(), in pieces, as that cuts at a size that a reader never gets to.
QString htmlWords(const QString &html);
