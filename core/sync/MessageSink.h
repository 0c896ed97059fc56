// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageSink is where a check puts what it fetched and asks what it knows: the store, seen from a fetch
// thread. session/ implements it over the store thread; tests make it fail at will. Called from one thread.
#pragma once

#include "Identifiers.h"
#include "Result.h"

#include <vector>

// Of core/store
struct NewMessage;
struct LedgerEntry;
struct LedgerDeletion;
struct LocalPlace;

class MessageSink
{
public:
    virtual ~MessageSink() = default;

    // In the order of the UIDLs' bytes, then of the occurrences.
    virtual Result<std::vector<LedgerEntry>> ledger(AccountId account) = 0;
    // Takes the batch and may return before it is durable; waits while too much is queued. An error of an
    // earlier batch comes back from the next call.
    virtual Result<void> store(std::vector<NewMessage> batch) = 0;
    // Returns when all batches are durable, or with the error that one met.
    virtual Result<void> flush() = 0;
    // Reads the stored copies back and compares their hashes; needed before their DELE.
    virtual Result<void> verifyStored(const std::vector<MessageId> &messages) = 0;
    virtual Result<void> updateLedger(AccountId account, const std::vector<LedgerEntry> &entries) = 0;
    // What became here of the messages that the account's ledger names, one each. A message that is not among
    // them was removed here for good.
    virtual Result<std::vector<LocalPlace>> places(AccountId account) = 0;
    // Before DELE goes out: the ledger rows become DeleteSent and each gets a row in the deletion log, in one
    // durable transaction. What updateLedger() makes of them later settles the log.
    virtual Result<void> deletionsSent(AccountId account, const std::vector<LedgerDeletion> &deletions) = 0;
    // A complete listing was held against the ledger, at `now`. Writes at most one row a day; rows that are
    // gone for long enough are forgotten then.
    virtual Result<void> listed(AccountId account, qint64 now) = 0;
};
