// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageSink is where a check puts what it fetched and asks what it knows: the store, seen from a fetch
// thread. session/ implements it over the store thread; tests make it fail at will. Called from one thread.
#pragma once

#include "Identifiers.h"
#include "Result.h"

#include <vector>

struct NewMessage;  // of core/store
struct LedgerEntry; // of core/store

class MessageSink
{
public:
    virtual ~MessageSink() = default;

    virtual Result<std::vector<LedgerEntry>> ledger(AccountId account) = 0;
    // Takes the batch and may return before it is durable; waits while too much is queued. An error of an
    // earlier batch comes back from the next call.
    virtual Result<void> store(std::vector<NewMessage> batch) = 0;
    // Returns when all batches are durable, or with the error that one met.
    virtual Result<void> flush() = 0;
    // Reads the stored copies back and compares their hashes; needed before their DELE.
    virtual Result<void> verifyStored(const std::vector<MessageId> &messages) = 0;
    virtual Result<void> updateLedger(AccountId account, const std::vector<LedgerEntry> &entries) = 0;
};
