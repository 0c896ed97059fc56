// SPDX-License-Identifier: GPL-3.0-or-later
//
// NewMessage is a message on its way into the store, with its ledger row, committed together. A value.
#pragma once

#include "EncodedRecord.h"
#include "Ledger.h"
#include "MessageSummary.h"

struct NewMessage {
    EncodedRecord record;
    MessageSummary summary; // id, folder, thread, received, size, sha256, uidl are filled in by the store
    FolderId folder = 0;
    LedgerEntry ledger; // ignored where record.uidl is empty; its message id is filled in
    // Do not keep a second copy when a message of this account already has this hash (R42, R47). Partial
    // messages are never taken for equal: only their beginnings are known.
    bool collapseEqual = false;
    // Only the beginning: Flag::Partial, LedgerState::Partial. A whole message's ledger row is Stored, and
    // nothing that went wrong before is left in it.
    bool partial = false;
    // Much shorter than the server had said: its ledger row says Keep, whatever the user chose before.
    bool isShort = false;
    // The partial message whose place this one takes: id, folder, marks and conversation stay, bytes and
    // summary are new. 0: none. Ignored where that message is not here any more, or is whole by now. Where
    // the whole message collapses with another, the partial one is removed and its star goes over.
    MessageId replaces = 0;
};
