// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageStore is the one writer of a profile's mail: vault (the truth) and catalogue (the working state). It
// lives in the store thread and holds the profile's LOCK. When a function that changes something returns
// without error, the change survives a power cut.
#pragma once

#include "Cancellation.h"
#include "CatalogueRecovery.h"
#include "CompactionStep.h"
#include "Folder.h"
#include "Ledger.h"
#include "NewMessage.h"
#include "ReadingConsent.h"
#include "ServerHeader.h"
#include "ServerMessage.h"
#include "VerifyReport.h"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <vector>

struct StoreOptions;

class MessageStore
{
public:
    // Opens or makes the profile. Recovers what a crash left: torn tails are cut, records that the catalogue
    // does not know are added. Errors: ProfileLocked, NetworkFolder, NewerFormat, ReadOnly, DiskFull,
    // DiskFailed, Damaged.
    static Result<std::unique_ptr<MessageStore>> open(const QString &profileDirectory);
    static Result<std::unique_ptr<MessageStore>> open(const QString &profileDirectory,
                                                      const StoreOptions &options);
    ~MessageStore();

    // What open() had to do about a catalogue that was missing or damaged.
    const CatalogueRecovery &catalogueRecovery() const;

    static QString spoolDirectory(const QString &profileDirectory);

    // Stores the batch: append, fdatasync, one catalogue transaction with the ledger rows. All or nothing.
    // Returns the summaries as stored, in order, without those that were collapsed.
    Result<std::vector<MessageSummary>> add(std::vector<NewMessage> batch);

    // Whether the vault's copy, read back from disk, still has the hash it was stored with. Asked before
    // DELE.
    Result<void> verifyStored(const std::vector<MessageId> &messages);

    // Messages that do not exist are passed over. Flag::OnServer and Flag::Partial cannot be set.
    Result<void> setFlags(const std::vector<MessageId> &messages, Flags set, Flags clear);
    // NotFound where there is no such folder.
    Result<void> move(const std::vector<MessageId> &messages, FolderId target);
    // Removes the messages for good: no list, rebuild or export has them again. Their ledger rows stay, so
    // that they are not fetched again. Messages that do not exist are passed over.
    Result<void> remove(const std::vector<MessageId> &messages);

    // Tags are made by their first use; names that differ in case alone are one. Messages that do not exist
    // are passed over. InvalidArgument for a name that is empty or longer than 100 characters.
    Result<void> setTags(const std::vector<MessageId> &messages, const QStringList &add,
                         const QStringList &remove);
    // Plain text; an empty one takes the note away. NotFound; InvalidArgument beyond a million bytes.
    Result<void> setNote(MessageId message, const QString &note);
    // What the text of the message is written in; empty takes the user's word back. NotFound;
    // InvalidArgument for what cannot be the name of an encoding.
    Result<void> setCharset(MessageId message, const QByteArray &charset);
    // Whose pictures on the network are loaded without a question. InvalidArgument where the value is empty.
    Result<void> allow(const ReadingConsent &consent);
    Result<void> revoke(const ReadingConsent &consent);
    // Writes state that has changed into the vault, so that it comes back when the catalogue is lost. Takes
    // what some twenty thousand messages have to say; returns whether more is waiting. To be called within
    // seconds of a change, and until nothing waits; the destructor does it in any case.
    Result<bool> writeState();

    // Makes Inbox, Archive, Junk and Trash for an account that has none; returns its folders.
    Result<std::vector<Folder>> ensureFolders(AccountId account);
    // The user's own folders, inside of another one or at the top (0). NotFound; InvalidArgument for a name
    // that is empty, too long or taken, and for removing a folder that holds anything.
    Result<Folder> createFolder(AccountId account, const QString &name, FolderId parent);
    Result<void> renameFolder(FolderId folder, const QString &name);
    Result<void> removeFolder(FolderId folder);

    Result<Ledger> ledger(AccountId account);
    // Replaces rows by (account, uidl, occurrence), in one durable transaction. Used for everything that is
    // learned from the server after the message was stored: DELE sent, gone, seen again, renumbered. A row
    // that exists keeps its `choice`, which is choose()'s alone: the user may have spoken since the caller
    // read the ledger. Settles the deletion log: DeleteSent to Gone confirms, DeleteSent to anything else
    // does not.
    Result<void> updateLedger(AccountId account, const std::vector<LedgerEntry> &entries);
    // The user's word on messages on the server. NotFound where the ledger lacks one; nothing is changed
    // then. What is to be deleted, or never fetched, is not wanted any more.
    Result<void> choose(const std::vector<ServerMessageKey> &messages, ServerChoice choice);
    // The user asks for the messages, or their rest: wanted, and as if never tried. NotFound as above.
    Result<void> want(const std::vector<ServerMessageKey> &messages);
    // Both, of what is to be fetched and what is to be deleted on the server. NotFound as above.
    Result<void> carryOut(const ServerWork &work);
    // The cache of headers on the server, see ServerHeaders.
    Result<void> keepHeaders(AccountId account, const std::vector<ServerHeader> &headers);
    // Drops what is of no use in it any more, and tells which messages have none.
    Result<std::vector<ServerMessageKey>> withoutHeader(AccountId account);

    // What became here of the messages that the account's ledger names. What is missing was removed.
    Result<std::vector<LocalPlace>> places(AccountId account);
    // The rows become DeleteSent, and the deletion log gets a row for each that does not wait for an answer
    // already. Before DELE is sent.
    Result<void> deletionsSent(AccountId account, const std::vector<LedgerDeletion> &deletions);
    // A complete listing was held against the ledger at `now`: forgets what NotedListings lets go. Writes at
    // most once a day.
    Result<void> listed(AccountId account, qint64 now);

    // Mends what verify found; see StoreRepair. After Cancelled a part of it is mended.
    Result<RepairReport> repair(const VerifyReport &found, const Cancellation &cancellation = {});
    // All mail was checked at this time, seconds since 1970 UTC; see StoreReader::verifiedAt().
    Result<void> noteVerified(qint64 when);
    // Makes the catalogue anew from the vault, beside the one in use, which it then replaces at one stroke,
    // for readers too; what the vault does not know is taken over. Subjects and senders come by
    // setSummaries(). `options` are for progress and cancellation: Cancelled leaves all as it was. The number
    // of messages.
    Result<int> rebuildCatalogue(const StoreOptions &options);

    // Messages that recovery brought back from the vault: they have no subject, sender and preview until
    // setSummary() gives them what core/mime reads from their bytes. It leaves marks, folder and ids as they
    // are.
    Result<std::vector<MessageId>> unsummarised();
    Result<void> setSummary(MessageId message, const MessageSummary &summary);
    // The same for many, by their ids, in one transaction; messages that do not exist are passed over.
    Result<void> setSummaries(const std::vector<MessageSummary> &summaries);

    // Moves what the WAL holds into the catalogue file; call when idle.
    Result<void> checkpoint();

    // What compact() would give back to the disk.
    Result<Reclaimable> reclaimable();
    // The segments that hold room of removed messages now.
    Result<std::set<int>> compactable();
    // Gives back the room of removed messages: one step of about a quarter of a second. Call again while
    // `left` of the answer is not 0, or stop at any time. With `among` it goes through these alone, and comes
    // to an end whatever is removed meanwhile. Not while a verify() runs: it would miss messages that move.
    Result<CompactionStep> compact(CompactionWish wish, const std::optional<std::set<int>> &among = {});

private:
    class Private;
    explicit MessageStore(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};
