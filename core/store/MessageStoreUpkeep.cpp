// SPDX-License-Identifier: GPL-3.0-or-later
//
// What keeps a store well: state into the vault, summaries after a recovery, repair, rebuild, compaction.
#include "MessageStorePrivate.h"

#include "CatalogueOpening.h"
#include "Log.h"
#include "StoreRepair.h"

#include <QFile>

using Durability = Database::Durability;

Result<bool> MessageStore::writeState()
{
    return d->writer.writeState();
}

Result<RepairReport> MessageStore::repair(const VerifyReport &found, const Cancellation &cancellation)
{
    StoreRepair repair(*d->catalogue, vaultDirectory(d->profileDirectory), d->storeId, cancellation);
    auto report = repair.run(found);
    // What is remembered of the tables may not be right any more.
    d->files.closeAll();
    d->writer.forgetFolders();
    d->catalogue->messages.discard();
    d->compaction.lookAgain();
    return report;
}

Result<void> MessageStore::noteVerified(qint64 when)
{
    return d->catalogue->transaction(Durability::Normal,
                                     [&] { d->catalogue->segments.set("verified_at", when); });
}

Result<int> MessageStore::rebuildCatalogue(const StoreOptions &options)
{
    auto more = writeState();
    while (more && *more)
        more = writeState();
    // Where the catalogue is too damaged for that, the vault has all but the last seconds.
    if (!more && more.error().code != ErrorCode::Damaged)
        return tl::unexpected<Error>(std::move(more.error()));
    const QString path = d->profileDirectory + QStringLiteral("/catalogue.db");
    const QString fresh = path + QStringLiteral(".rebuilt");
    const auto removeFresh = [&fresh] {
        for (const char *suffix : {"", "-wal", "-shm"})
            QFile::remove(fresh + QLatin1String(suffix));
    };
    removeFresh();
    const auto rebuild = [&]() -> Result<int> {
        TRY(const auto catalogue, Catalogue::open(fresh));
        StoreRecovery recovery(*catalogue, vaultDirectory(d->profileDirectory), options);
        TRY(const QByteArray storeId, recovery.storeId());
        Q_UNUSED(storeId)
        TRY(const SegmentEntry last, recovery.run());
        Q_UNUSED(last)
        if (const auto taken = takeOverFrom(path, *catalogue); !taken)
            qCWarning(logStore) << "nothing could be taken over:" << taken.error().detail;
        Cancellation never;
        CHECK(CatalogueBackup::copy(catalogue->connection(), d->catalogue->connection(), never));
        return recovery.recovered();
    };
    auto messages = rebuild();
    removeFresh();
    if (!messages)
        return messages;
    // What is kept in memory of the old one is not right any more.
    TRY(auto catalogue, Catalogue::open(path));
    TRY(auto state, Private::make(std::move(catalogue), d->profileDirectory, d->options));
    state->lock = std::move(d->lock);
    d = std::move(state);
    return messages;
}

Result<std::vector<MessageId>> MessageStore::unsummarised()
{
    return guard([&] { return d->catalogue->messages.unsummarised(); });
}

bool MessageStore::Private::summarise(MessageId message, const MessageSummary &summary)
{
    const auto marks = catalogue->messages.marks(message);
    if (!marks)
        return false;
    MessageSummary row = summary;
    row.id = message;
    // What the bytes say is taken over; what the user and the server said stays.
    row.flags = (marks->flags & ~MessageTable::fromBytes) | (summary.flags & MessageTable::fromBytes);
    row.thread = catalogue->threads.enter(row);
    catalogue->messages.setSummary(row);
    return true;
}

Result<void> MessageStore::setSummary(MessageId message, const MessageSummary &summary)
{
    return d->catalogue->transaction(Durability::Normal, [&]() -> Result<void> {
        if (!d->summarise(message, summary))
            return failure(ErrorCode::NotFound, QStringLiteral("message %1").arg(message));
        d->catalogue->finish();
        return {};
    });
}

Result<void> MessageStore::setSummaries(const std::vector<MessageSummary> &summaries)
{
    return d->catalogue->transaction(Durability::Normal, [&] {
        for (const MessageSummary &summary : summaries)
            (void)d->summarise(summary.id, summary);
        d->catalogue->finish();
    });
}

Result<Reclaimable> MessageStore::reclaimable()
{
    return d->compaction.reclaimable();
}

Result<std::set<int>> MessageStore::compactable()
{
    return d->compaction.compactable();
}

Result<CompactionStep> MessageStore::compact(CompactionWish wish, const std::optional<std::set<int>> &among)
{
    auto step = d->compaction.step(wish, among);
    // A file that is open keeps its room.
    if (!step || step->removed > 0)
        d->files.closeAll();
    return step;
}

Result<void> MessageStore::checkpoint()
{
    d->catalogue->contents.drop();
    return d->catalogue->checkpoint();
}
