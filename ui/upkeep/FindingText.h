// SPDX-License-Identifier: GPL-3.0-or-later
//
// FindingText turns what core found in the stored mail, and what it did about it, into translated sentences:
// the one place for them. Pure; GUI thread (translations).
#pragma once

#include "VerifyReport.h"

#include <QStringList>

#include <vector>

namespace FindingText
{
// What is wrong.
QString found(const StoreFinding &finding);
// What a repair did, or could not do.
QString repaired(const StoreFinding &finding);

// What a check came to, in a sentence and what to do next; for one that found something.
QString summary(const VerifyReport &found);

// A sentence each; what would be said twice is said once.
QStringList found(const std::vector<StoreFinding> &findings);
QStringList repaired(const std::vector<StoreFinding> &findings);
} // namespace FindingText
