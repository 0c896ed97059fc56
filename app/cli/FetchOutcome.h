// SPDX-License-Identifier: GPL-3.0-or-later
//
// FetchOutcome says what checks came to, for every verb that runs some.
#pragma once

#include "FetchReport.h"
#include "Invocation.h"

#include <vector>

// Prints the reports, one JSON list with --json; complains about errors and about deletions that wait for the
// user's word.
void printReports(Invocation &invocation, const std::vector<FetchReport> &reports);
// Partly where something failed, was not fetched, or waits for the user's word, but not all failed.
ExitCode exitCodeOf(const std::vector<FetchReport> &reports);
// Prints the reports, puts what was fetched into the search index, and ends. Mail is safe by then, so that
// the index gets a few seconds at most; a search scans what is not in it, and the next fetch goes on.
void finishWithIndex(Invocation &invocation, const std::vector<FetchReport> &reports);
// Does that when the checks that `start` brings about are done; ends at once, with Done, where it starts
// none. `start` gets what to call when it has asked for them.
void finishWhenChecked(Invocation &invocation,
                       const std::function<void(std::function<void(Result<void>)> asked)> &start);
