// SPDX-License-Identifier: GPL-3.0-or-later
//
// SearchText turns what is wrong with a search into words, and says which part of its text is meant. Pure;
// GUI thread (translations).
#pragma once

#include "SearchOutcome.h"
#include "SearchQuery.h"

#include <QString>

// What is wrong, in one sentence, with what can be written instead.
QString searchErrorSentence(const SearchError &error, const QString &text);
// The units of `text` that are wrong, from error.position on; 0 where something is missing.
qsizetype searchErrorLength(const SearchError &error, const QString &text);

// What a finished search has to say beside its rows, a sentence each: names that nobody has, messages that
// could not be read, expressions that took too long.
QStringList searchRemarks(const SearchOutcome &outcome);
