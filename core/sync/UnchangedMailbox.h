// SPDX-License-Identifier: GPL-3.0-or-later
//
// The commonest check of all finds nothing new, and its mailbox may hold twenty years: isUnchanged() tells so
// without a row in a plan for each message. Pure.
#pragma once

#include "Ledger.h"
#include "Pop3Listing.h"

// Whether `listing`, by its UIDLs alone, and `octets`, by STAT, are those of the messages that `ledger` knows
// to be on the server, with all of them stored and the user's word on none. `ledger` in the order of its
// UIDLs. True only where a FetchPlan would keep every row and change none. False also for a listing in
// another order than that of its UIDLs' bytes, as a few servers give.
bool isUnchanged(const Pop3Listing &listing, const Ledger &ledger, qint64 octets);
