// SPDX-License-Identifier: GPL-3.0-or-later
//
// FetchPlan decides what a check does with each message on the server. It is pure: the same listing, ledger,
// policy and time give the same plan, whether FetchRun executes it or the window shows it as a forecast.
//
//     on the server                                 plan
//     unknown                                       Fetch
//     unknown, and the mailbox was renumbered       Identify by its header first (R49)
//     without UIDL                                  Identify (R41, R47); Fetch where TOP is not to be had
//     known, of another size                        Fetch (R44); an equal copy collapses in the store
//     gone before, and back                         Identify: it may be another message under an old UIDL
//     known and stored                              Keep, or Delete when the policy says so
//     DELE sent before, not confirmed               Delete (R23)
#pragma once

#include "Account.h"
#include "Ledger.h"
#include "Pop3Listing.h"

#include <QHash>
#include <QString>

#include <optional>
#include <vector>

// What TOP n 0 told about messages that could not be told by UIDL alone.
struct Identification {
    bool attempted = false;              // false: plan the TOPs; true: decide with what there is
    QHash<int, QByteArray> fingerprints; // by message number; missing where TOP failed
};

struct FetchPlan {
    enum class Action { Fetch, Identify, Delete, Keep };

    struct Row {
        Pop3Listing::Entry entry;
        Action action = Action::Fetch;
        QString reason;     // an English identifier
        LedgerEntry ledger; // the row as it is, or as it will be when the message is stored
    };

    std::vector<Row> rows;                  // in the listing's order
    std::vector<LedgerEntry> ledgerChanges; // known before anything is fetched: gone, back, renumbered

    // `listing` must be complete (R45). `now` in seconds since 1970 UTC.
    static FetchPlan make(const Pop3Listing &listing, const Ledger &ledger, const RetentionPolicy &policy,
                          qint64 now, const Identification &identification = {});

    std::vector<Pop3Listing::Entry> entries(Action action) const;
};
