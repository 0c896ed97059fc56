// SPDX-License-Identifier: GPL-3.0-or-later
//
// StoreReader reads a profile's mail over a connection of its own that cannot write. Each reader thread has
// one; several may be open while the MessageStore of the same profile writes.
#pragma once

#include "Cancellation.h"
#include "Folder.h"
#include "Ledger.h"
#include "ListQuery.h"
#include "MessageSummary.h"
#include "ReadingConsent.h"
#include "Result.h"
#include "SenderCount.h"
#include "ServerMessage.h"
#include "Tag.h"
#include "VerifyReport.h"

#include <functional>
#include <memory>
#include <vector>

class StoreReader
{
public:
    // NotFound where there is no store yet.
    static Result<std::unique_ptr<StoreReader>> open(const QString &profileDirectory);
    ~StoreReader();

    Result<std::vector<Folder>> folders();
    // All rows that the query asks for, sorted. Equal keys are ordered by date, then id. Cancelled as soon as
    // `isWanted`, which is asked every few milliseconds, says no.
    Result<std::vector<MessageRow>> rows(
        const ListQuery &query, const std::function<bool()> &isWanted = [] { return true; });
    // Reads ahead what some orders of lists need; for a thread that has nothing to do.
    Result<void> prepareLists();
    // The summaries that exist, in the order asked for.
    Result<std::vector<MessageSummary>> summaries(const std::vector<MessageId> &messages);
    // The user's note on the message; empty where there is none.
    Result<QString> note(MessageId message);
    // What the user says that the text of the message is written in; empty where he says nothing.
    Result<QByteArray> charset(MessageId message);
    // Whose pictures on the network are loaded without a question; by kind and value.
    Result<std::vector<ReadingConsent>> consents();
    // All tags, by name.
    Result<std::vector<Tag>> tags();
    // The bytes exactly as received, hash checked. NotFound, Damaged, DiskFailed.
    Result<QByteArray> raw(MessageId message);
    // The same as a stream, never all in memory. The hash is checked at the end: bytes were given out by
    // then.
    Result<void> rawTo(MessageId message, const std::function<Result<void>(QByteArrayView)> &sink);

    // Lets go of the vault's files that are kept open: one that compaction removed gives its room back only
    // then.
    void closeFiles();

    Result<Ledger> ledger(AccountId account);
    // The account's ledger with what is here of each message; `deletionReason` is left empty. By unique-id.
    Result<std::vector<ServerMessage>> serverMessages(AccountId account);
    // The deletion log, newest first. Text is compared without regard to case.
    Result<std::vector<DeletionLogEntry>> deletions(const DeletionQuery &query);
    Result<qint64> messageCount();
    // Tells this store from all others.
    QByteArray storeId() const;
    // The highest id that was ever given out, of a message that may be gone again.
    Result<MessageId> newestId();
    // The messages with these ids, both inclusive, ascending; the first `most` of them.
    Result<std::vector<MessageRow>> rowsById(MessageId first, MessageId last, int most);
    // Counts who has sent how much, the next part of it, some milliseconds' worth; false when nothing is
    // left.
    Result<bool> countSenders();
    // Who has become a frequent sender, SenderHistory::often messages under one name: at most `most`, each
    // once.
    Result<std::vector<SenderCount>> newFrequentSenders(size_t most);
    // How often and since when this address has written, to the letter, as far as senders are counted.
    Result<SenderCount> senderCount(const QString &address);
    // What this address sent, to the letter, at most `within` seconds from `date`: the nearest `most`, the
    // nearest first.
    Result<std::vector<MessageRow>> rowsOfSender(const QString &address, qint64 date, qint64 within,
                                                 int most);

    // Reads every record of the vault and holds it against its hash and the catalogue. `progress` gets bytes
    // done and bytes in all.
    Result<VerifyReport> verify(const std::function<void(qint64, qint64)> &progress,
                                Cancellation &cancellation);

    // The same a segment at a time: beginVerify(), verifyStep() until it returns false, finishVerify(). Each
    // step takes some tenths of a second; others may read in between.
    Result<void> beginVerify();
    Result<bool> verifyStep(Cancellation &cancellation,
                            const std::function<void(qint64, qint64)> &progress = {});
    Result<VerifyReport> finishVerify(Cancellation &cancellation);
    // When all mail was last checked in this way, seconds since 1970 UTC; 0: never.
    Result<qint64> verifiedAt();

private:
    class Private;
    explicit StoreReader(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};
