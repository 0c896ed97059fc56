// SPDX-License-Identifier: GPL-3.0-or-later
//
// WrittenWork is what the user asked to be done on a server and what the ledger said before, so that it can
// be taken back as long as nobody has begun with it. Store thread.
#pragma once

#include "Ledger.h"
#include "Result.h"
#include "ServerMessage.h"

class MessageStore;

struct WrittenWork {
    AccountId account = 0;
    ServerWork work;
    Ledger before, after; // the rows that it concerns, in one order

    // NotFound as MessageStore::carryOut has it.
    static Result<WrittenWork> write(MessageStore &store, AccountId account, const ServerWork &work);
    // Makes the rows what they were, but for those about which the user has said something else since. How
    // many messages a check has told the server to delete meanwhile.
    Result<int> takeBack(MessageStore &store) const;
};
