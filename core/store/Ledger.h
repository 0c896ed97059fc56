// SPDX-License-Identifier: GPL-3.0-or-later
//
// A ledger remembers which server messages of one account this profile has stored, and what it did to them
// on the server. The unit is a server identity: the UIDL, and its how-manieth occurrence where a server gives
// one UIDL to several messages (R42). Values; the catalogue keeps them in the table `uidl`.
#pragma once

#include "Identifiers.h"

#include <QByteArray>

#include <vector>

enum class LedgerState : quint8 {
    Stored = 1,     // durable here, on the server
    DeleteSent = 2, // DELE was sent, QUIT not confirmed: send it again, never fetch again (R23)
    Gone = 3,       // not on the server any more; remembered so that a re-appearing UIDL is not fetched twice
};

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

    bool operator==(const LedgerEntry &) const = default;
};

using Ledger = std::vector<LedgerEntry>;
