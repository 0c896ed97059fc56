// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageStore is the one writer of a profile's mail: vault (the truth) and catalogue (the working state). It
// lives in the store thread and holds the profile's LOCK. When a function that changes something returns
// without error, the change survives a power cut.
#pragma once

#include "EncodedRecord.h"
#include "Folder.h"
#include "Ledger.h"
#include "MessageSummary.h"

#include <functional>
#include <memory>
#include <vector>

struct StoreOptions;

// A message on its way into the store, with its ledger row, committed together.
struct NewMessage {
    EncodedRecord record;
    MessageSummary summary; // id, folder, thread, received, size, sha256, uidl are filled in by the store
    FolderId folder = 0;
    LedgerEntry ledger; // ignored where record.uidl is empty; its message id is filled in
    // Do not keep a second copy when a message of this account already has this hash (R42, R47).
    bool collapseEqual = false;
};

class MessageStore
{
public:
    // Opens or makes the profile. Recovers what a crash left: torn tails are cut, records that the catalogue
    // does not know are added. Errors: ProfileLocked, NewerFormat, ReadOnly, DiskFull, DiskFailed, Damaged.
    static Result<std::unique_ptr<MessageStore>> open(const QString &profileDirectory);
    static Result<std::unique_ptr<MessageStore>> open(const QString &profileDirectory,
                                                      const StoreOptions &options);
    ~MessageStore();

    static QString spoolDirectory(const QString &profileDirectory);

    // Stores the batch: append, fdatasync, one catalogue transaction with the ledger rows. All or nothing.
    // Returns the summaries as stored, in order, without those that were collapsed.
    Result<std::vector<MessageSummary>> add(std::vector<NewMessage> batch);

    // Whether the vault's copy, read back from disk, still has the hash it was stored with. Asked before
    // DELE.
    Result<void> verifyStored(const std::vector<MessageId> &messages);

    // Messages that do not exist are passed over. Flag::OnServer is the ledger's and cannot be set.
    Result<void> setFlags(const std::vector<MessageId> &messages, Flags set, Flags clear);
    // NotFound where there is no such folder.
    Result<void> move(const std::vector<MessageId> &messages, FolderId target);

    // Makes Inbox, Archive, Junk and Trash for an account that has none; returns its folders.
    Result<std::vector<Folder>> ensureFolders(AccountId account);

    Result<Ledger> ledger(AccountId account);
    // Replaces rows by (account, uidl, occurrence), in one durable transaction. Used for everything that is
    // learned from the server after the message was stored: DELE sent, gone, seen again, renumbered.
    Result<void> updateLedger(AccountId account, const std::vector<LedgerEntry> &entries);

    // Messages that recovery brought back from the vault: they have no subject, sender and preview until
    // setSummary() gives them what core/mime reads from their bytes. It leaves marks, folder and ids as they
    // are.
    Result<std::vector<MessageId>> unsummarised();
    Result<void> setSummary(MessageId message, const MessageSummary &summary);

    // Moves what the WAL holds into the catalogue file; call when idle.
    Result<void> checkpoint();

private:
    class Private;
    explicit MessageStore(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};
