// SPDX-License-Identifier: GPL-3.0-or-later
//
// Retention decides which messages may leave the server under a policy. It is pure and takes O(n log n): a
// check and the forecast in the window ask the same functions, so they cannot disagree.
//
// Each rule looks at all mail on the server. A message goes when one rule lets it go and nothing holds it: a
// star under keepStarred, or the user's choice to keep it. By rule only messages go that are stored here as a
// whole. The user's choice to delete one is stronger than every rule and hold, and needs no copy here.
#pragma once

#include "Account.h"
#include "Ledger.h"

#include <QString>

#include <vector>

struct RetentionItem {
    enum class Place { Inbox, Archive, Trash, Elsewhere, Removed };

    qint64 firstSeen = 0; // seconds since 1970 UTC; <= 0: unknown, and no age
    qint64 size = 0;      // octets by LIST; <= 0 counts as nothing (R14)
    qint64 position = 0;  // of two first seen in one second the one with the greater position is newer
    bool isWhole = true;  // stored here, all of it
    bool starred = false;
    Place place = Place::Inbox;
    ServerChoice choice = ServerChoice::ByRule;
};

// For each item why it goes, or an empty string: it stays. The reasons: "your choice", "after download",
// "moved to Trash here", "archived here", "removed here", "older than 14 days", "beyond the newest 500",
// "beyond the newest 200 MB"; where several apply the first of these. A limit below 1 is no rule. The newest
// megabytes are filled from the newest on; a message that does not fit goes, older ones that fit stay.
std::vector<QString> retentionReasons(const std::vector<RetentionItem> &items, const RetentionPolicy &policy,
                                      qint64 now);

// More than 25, or more than a fifth: so much is not deleted by a changed policy before the user has seen it.
bool needsConfirmation(int deletions, int onServer);

struct RetentionVerdict {
    std::vector<QString> reasons; // of what goes now; empty for what stays, and for what is held back
    int causedByChange = 0;       // deletions that `confirmed` would not have made
    int heldBack = 0;             // all of those, or 0: they are so many that the user is asked first
};

// What a check may delete when mail was last deleted under `confirmed`.
RetentionVerdict retentionVerdict(const std::vector<RetentionItem> &items, const RetentionPolicy &policy,
                                  const RetentionPolicy &confirmed, qint64 now);

// The items of ledger rows, in their order; `places` may have more. Rows that are Gone or DeleteSent must not
// be among them: for what is gone no rule is asked, and what was to be deleted is deleted again (R23).
std::vector<RetentionItem> retentionItems(const Ledger &rows, const std::vector<LocalPlace> &places);
