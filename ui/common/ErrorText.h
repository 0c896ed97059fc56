// SPDX-License-Identifier: GPL-3.0-or-later
//
// ErrorText turns an Error into words: the one place where a code becomes a translated sentence and the next
// step a person can take. Pure; GUI thread (translations).
#pragma once

#include "Error.h"

#include <QString>

struct ErrorWords {
    QString sentence;    // what happened, one sentence; never empty
    QString nextStep;    // what to do about it; may be empty
    QString serverWords; // the server's own words, quoted; empty when it said nothing
};

// `server` is put into the sentences; empty gives "the server".
ErrorWords errorWords(const Error &error, const QString &server = {});
// Sentence and next step in one line, for the status line and tool tips.
QString errorLine(const Error &error, const QString &server = {});
