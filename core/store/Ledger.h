// SPDX-License-Identifier: GPL-3.0-or-later
//
// A ledger remembers which server messages of one account this profile has stored, and what it did to them
// on the server. The unit is a server identity: the UIDL, and its how-manieth occurrence where a server gives
// one UIDL to several messages (R42). Values; the catalogue keeps them in the table `uidl`.
#pragma once

#include "Folder.h"

#include <QByteArray>
#include <QString>

#include <vector>

enum class LedgerState : quint8 {
    Stored = 1,     // durable here, on the server
    DeleteSent = 2, // DELE was sent, QUIT not confirmed: send it again, never fetch again (R23)
    Gone = 3,       // not on the server any more; remembered 90 days, so that it is not fetched twice
    New = 4,        // on the server and not here: not fetched yet, or not to be fetched (see `trouble`)
    Fetching = 5,   // RETR was about to be sent. Found at a start, it tells of a crash in the middle
    Partial = 6,    // the beginning is here; never deleted on the server by a rule
};

// The user's word on one message, stronger than every rule. Never: not to be fetched, unless it is wanted.
enum class ServerChoice : quint8 { ByRule = 0, Keep = 1, Delete = 2, Never = 3 };

struct LedgerEntry {
    QByteArray uidl;
    int occurrence = 0; // 0 for the first message with this UIDL
    LedgerState state = LedgerState::Stored;
    MessageId message = 0;
    qint64 listedSize = 0;  // what LIST said when it was fetched; 0 unknown
    QByteArray fingerprint; // of the header (R44, R47, R49)
    qint64 firstSeen = 0;   // seconds since 1970 UTC
    qint64 lastSeen = 0;    // in a complete listing
    qint64 goneSince = 0;   // state Gone
    ServerChoice choice = ServerChoice::ByRule;
    bool wanted = false;    // the user asked for it, or for its rest
    int attempts = 0;       // to fetch it that failed
    qint64 lastAttempt = 0; // the latest of them
    QString trouble;        // why it was not fetched, an English identifier with detail ("refused: …")

    bool operator==(const LedgerEntry &) const = default;
};

using Ledger = std::vector<LedgerEntry>;

// What became of a stored message here, as far as retention on the server asks. A ledger row whose message
// has no such row was removed here for good.
struct LocalPlace {
    MessageId message = 0;
    bool starred = false;
    FolderKind folder = FolderKind::Inbox;

    bool operator==(const LocalPlace &) const = default;
};

// A DELE that is about to be sent, and why, for the deletion log.
struct LedgerDeletion {
    LedgerEntry entry;
    QString reason; // an English identifier with detail ("older than 14 days")
};
