// SPDX-License-Identifier: GPL-3.0-or-later
//
// What MessageStore keeps. Store thread only.
#pragma once

#include "BatchWriter.h"
#include "Compaction.h"
#include "MessageStore.h"
#include "ProfileLock.h"
#include "SegmentFiles.h"
#include "StoreRecovery.h"

class MessageStore::Private
{
public:
    // Brings the catalogue up to the vault, and makes ready for writing. The lock is given to it after that.
    static Result<std::unique_ptr<Private>>
    make(std::unique_ptr<Catalogue> catalogue, const QString &profileDirectory, const StoreOptions &options);

    Result<void> verifyOne(MessageId message);
    template <class Change> Result<void> change(const std::vector<ServerMessageKey> &messages, Change change);
    // Gives the row what core/mime read from the message's bytes; false where there is none.
    bool summarise(MessageId message, const MessageSummary &summary);

    std::unique_ptr<ProfileLock> lock; // released last
    const QString profileDirectory;
    const StoreOptions options;
    const QByteArray storeId;
    std::unique_ptr<Catalogue> catalogue;
    CatalogueRecovery recovery;
    Vault vault;
    BatchWriter writer;
    Compaction compaction;
    SegmentFiles files;
    RecordReader reader;

private:
    Private(std::unique_ptr<Catalogue> openCatalogue, const QString &profile, const QByteArray &store,
            const StoreOptions &storeOptions);
};

inline QString vaultDirectory(const QString &profileDirectory)
{
    return profileDirectory + QStringLiteral("/vault");
}
