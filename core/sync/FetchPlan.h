// SPDX-License-Identifier: GPL-3.0-or-later
//
// FetchPlan decides which messages on the server a check fetches, and as which ledger row. It is pure: the
// same listing, ledger, policy and time give the same plan. What may be deleted is decided after the fetch,
// by Retention.
//
//     on the server                                 plan
//     unknown                                       Fetch; Top where the account wants the beginning only
//     unknown, and the mailbox was renumbered       Identify by its header first (R49)
//     without UIDL                                  Identify (R41, R47); Fetch where TOP is not to be had
//     known, of another size                        Fetch (R44); an equal copy collapses in the store
//     gone before, and back                         Identify: it may be another message under an old UIDL
//     known and stored, all of it or the beginning  Keep
//     not fetched before, with a trouble            Fetch after all others; Skip when it failed too often
//     not fetched, and to be deleted or left there  Skip: the user's choice
//     wanted by the user                            Fetch, all of it
//     DELE sent before, not confirmed               Delete (R23)
#pragma once

#include "Account.h"
#include "Ledger.h"
#include "Pop3Listing.h"

#include <QHash>
#include <QString>

#include <vector>

// What TOP n 0 told about messages that could not be told by UIDL alone.
struct Identification {
    bool attempted = false;              // false: plan the TOPs; true: decide with what there is
    QHash<int, QByteArray> fingerprints; // by message number; missing where TOP failed
};

struct FetchPlan {
    enum class Action { Fetch, Top, Identify, Delete, Keep, Skip };
    // So many failures, and a message is fetched again at the user's request alone.
    static constexpr int maxAttempts = 3;

    struct Row {
        Pop3Listing::Entry entry;
        Action action = Action::Fetch;
        QString reason;     // an English identifier, with detail where there is any
        LedgerEntry ledger; // the row as it is; of an unknown message as it will be, in state New
        int lines = 0;      // Top: of the body
        bool last = false;  // after all others, and alone: it went wrong before
        bool known = false; // told by its UIDL alone
    };

    std::vector<Row> rows;                  // in the listing's order
    int unchanged = 0;                      // without a row each: kept, and nothing is to be said of them
    std::vector<LedgerEntry> ledgerChanges; // known before anything is fetched: gone, back, renumbered
    std::vector<LedgerEntry> wantedGone;    // the user asked for these, and they are not there any more

    // `listing` must be complete (R45). `now` in seconds since 1970 UTC.
    static FetchPlan make(const Pop3Listing &listing, const Ledger &ledger, const DownloadPolicy &policy,
                          qint64 now, const Identification &identification = {});

    std::vector<Pop3Listing::Entry> entries(Action action) const;
    // Every message is a known one and none shares its UIDL, and by the ledger they have so many octets.
    bool isAllKnown(qint64 octets) const;
};
