// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageStorePrivate.h"

#include "CatalogueOpening.h"
#include "Log.h"
#include "NetworkFolder.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <set>

using Durability = Database::Durability;

// Who watched the recovery may be gone later.
static StoreOptions afterOpening(StoreOptions options)
{
    options.progress = {};
    options.cancellation = nullptr;
    return options;
}

MessageStore::Private::Private(std::unique_ptr<Catalogue> openCatalogue, const QString &profile,
                               const QByteArray &store, const StoreOptions &storeOptions)
    : profileDirectory(profile), options(afterOpening(storeOptions)), storeId(store),
      catalogue(std::move(openCatalogue)), vault(vaultDirectory(profile), store, storeOptions),
      writer(*catalogue, vault), compaction(
                                     *catalogue, vault, [this] { return writer.writeState(); },
                                     vaultDirectory(profile), store, storeOptions),
      files(vaultDirectory(profile)), reader(store)
{
}

Result<std::unique_ptr<MessageStore::Private>>
MessageStore::Private::make(std::unique_ptr<Catalogue> catalogue, const QString &profileDirectory,
                            const StoreOptions &options)
{
    StoreRecovery recovery(*catalogue, vaultDirectory(profileDirectory), options);
    TRY(const QByteArray storeId, recovery.storeId());
    TRY(const SegmentEntry last, recovery.run());
    std::unique_ptr<Private> state(new Private(std::move(catalogue), profileDirectory, storeId, options));
    state->recovery.messages = recovery.recovered();
    state->vault.resumeAfter(last);
    CHECK(state->writer.prepare());
    // A file that cannot be removed now is removed another time; nobody reads it.
    if (const auto removed = state->compaction.removeRetired(); !removed)
        qCWarning(logStore) << "retired segments stay:" << removed.error().detail;
    return state;
}

namespace
{
Result<void> makeDirectory(const QString &path)
{
    if (QDir().mkpath(path))
        return {};
    return failure(ErrorCode::ReadOnly, path + QStringLiteral(": cannot be made"));
}

// What a crash left of messages that were being fetched; nobody else uses the spool while we hold the lock.
void clearSpool(const QString &directory)
{
    QDir spool(directory);
    for (const QString &name : spool.entryList({QStringLiteral("*.spool")}, QDir::Files))
        spool.remove(name);
}
} // namespace

MessageStore::MessageStore(std::unique_ptr<Private> state) : d(std::move(state)) {}

MessageStore::~MessageStore()
{
    // What cannot be written stays noted, and is written at the next start.
    for (auto more = writeState(); more && *more;)
        more = writeState();
    (void)d->catalogue->noteClosed();
    // Closing alone would leave the WAL behind where a reader is still open. It is found again in any case.
    (void)checkpoint();
}

const CatalogueRecovery &MessageStore::catalogueRecovery() const
{
    return d->recovery;
}

QString MessageStore::spoolDirectory(const QString &profileDirectory)
{
    return profileDirectory + QStringLiteral("/spool");
}

Result<std::unique_ptr<MessageStore>> MessageStore::open(const QString &profileDirectory)
{
    return open(profileDirectory, StoreOptions());
}

Result<std::unique_ptr<MessageStore>> MessageStore::open(const QString &profileDirectory,
                                                         const StoreOptions &options)
{
    CHECK(networkFolder::refuse(profileDirectory));
    // Which may be a link to another disk.
    CHECK(networkFolder::refuse(vaultDirectory(profileDirectory)));
    CHECK(makeDirectory(profileDirectory));
    TRY(auto lock, ProfileLock::take(profileDirectory));
    if (!QFileInfo::exists(vaultDirectory(profileDirectory))) {
        CHECK(makeDirectory(vaultDirectory(profileDirectory)));
        // A durable file in a directory whose own name is lost would be lost with it.
        CHECK(DurableFile::syncDirectory(profileDirectory));
        CHECK(DurableFile::syncDirectory(QFileInfo(profileDirectory).absolutePath()));
    }
    CHECK(makeDirectory(spoolDirectory(profileDirectory)));
    clearSpool(spoolDirectory(profileDirectory));
    CatalogueOpening opening(profileDirectory);
    TRY(auto catalogue, opening.open());

    TRY(auto state, Private::make(std::move(catalogue), profileDirectory, options));
    state->lock = std::move(lock);
    opening.takeOver(*state->catalogue);
    const int messages = state->recovery.messages;
    state->recovery = opening.recovery();
    state->recovery.messages = messages;
    return std::unique_ptr<MessageStore>(new MessageStore(std::move(state)));
}

Result<std::vector<MessageSummary>> MessageStore::add(std::vector<NewMessage> batch)
{
    if (batch.empty())
        return std::vector<MessageSummary>();
    return d->writer.add(batch);
}

Result<void> MessageStore::verifyStored(const std::vector<MessageId> &messages)
{
    for (const MessageId message : messages)
        CHECK(d->verifyOne(message));
    return {};
}

Result<void> MessageStore::Private::verifyOne(MessageId message)
{
    TRY(const auto stored, guard([&] { return catalogue->messages.stored(message); }));
    if (!stored)
        return failure(ErrorCode::NotFound, QStringLiteral("message %1").arg(message));
    const RecordPlace &place = stored->place;
    TRY(const DurableFile *file, files.open(place.segment));
    TRY(const RecordHeader header, reader.header(*file, place.offset, place.offset + place.length));
    if (header.id != message || header.sha256 != stored->sha256)
        return failure(ErrorCode::Damaged, QStringLiteral("%1 at byte %2 is not message %3")
                                               .arg(file->path())
                                               .arg(place.offset)
                                               .arg(message));
    return reader.check(*file, place.offset, header);
}

Result<void> MessageStore::setFlags(const std::vector<MessageId> &messages, Flags set, Flags clear)
{
    const Flags notTheUsers = Flag::OnServer | Flag::Partial;
    set &= ~notTheUsers;
    clear &= ~notTheUsers;
    return d->catalogue->transaction(Durability::Full, [&] {
        for (const MessageId message : messages) {
            const auto before = d->catalogue->messages.marks(message);
            if (!before)
                continue;
            const MessageTable::Marks after{before->folder, (before->flags & ~clear) | set};
            if (after.flags != before->flags)
                d->catalogue->setMarks(message, *before, after);
        }
        d->catalogue->finish();
    });
}

Result<void> MessageStore::move(const std::vector<MessageId> &messages, FolderId target)
{
    return d->catalogue->transaction(Durability::Full, [&]() -> Result<void> {
        if (!d->catalogue->folders.find(target))
            return failure(ErrorCode::NotFound, QStringLiteral("folder %1").arg(target));
        for (const MessageId message : messages) {
            const auto before = d->catalogue->messages.marks(message);
            if (before && before->folder != target)
                d->catalogue->setMarks(message, *before, {target, before->flags});
        }
        d->catalogue->finish();
        return {};
    });
}

Result<void> MessageStore::remove(const std::vector<MessageId> &messages)
{
    return d->writer.remove(messages);
}

Result<void> MessageStore::setTags(const std::vector<MessageId> &messages, const QStringList &add,
                                   const QStringList &remove)
{
    const auto named = [](const QStringList &words) -> Result<QStringList> {
        QStringList names;
        for (const QString &word : words) {
            names.append(TagTable::nameOf(word));
            if (names.back().isEmpty())
                return failure(
                    ErrorCode::InvalidArgument,
                    QStringLiteral("a tag needs a name of 1 to %1 characters").arg(TagTable::longestName));
        }
        return names;
    };
    TRY(const QStringList added, named(add));
    TRY(const QStringList removed, named(remove));
    return d->catalogue->transaction(Durability::Full, [&] {
        for (const MessageId message : messages)
            if (d->catalogue->messages.marks(message))
                d->catalogue->setTags(message, added, removed);
    });
}

Result<void> MessageStore::setNote(MessageId message, const QString &note)
{
    if (note.toUtf8().size() > NoteTable::longestNote)
        return failure(ErrorCode::InvalidArgument,
                       QStringLiteral("a note may have %1 bytes").arg(NoteTable::longestNote));
    return d->catalogue->transaction(Durability::Full, [&]() -> Result<void> {
        if (!d->catalogue->messages.marks(message))
            return failure(ErrorCode::NotFound, QStringLiteral("message %1").arg(message));
        d->catalogue->setNote(message, note);
        return {};
    });
}

Result<void> MessageStore::setCharset(MessageId message, const QByteArray &charset)
{
    const bool isName =
        std::all_of(charset.begin(), charset.end(), [](char c) { return c > ' ' && c < 0x7F; });
    if (!isName || charset.size() > ReadingTable::longestCharset)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("no name of a text encoding"));
    return d->catalogue->transaction(Durability::Full, [&]() -> Result<void> {
        if (!d->catalogue->messages.marks(message))
            return failure(ErrorCode::NotFound, QStringLiteral("message %1").arg(message));
        d->catalogue->setCharset(message, charset);
        return {};
    });
}

Result<void> MessageStore::allow(const ReadingConsent &consent)
{
    if (consent.value.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("a consent needs a sender or a domain"));
    return d->catalogue->transaction(Durability::Full, [&] { d->catalogue->reading.allow(consent); });
}

Result<void> MessageStore::revoke(const ReadingConsent &consent)
{
    return d->catalogue->transaction(Durability::Full, [&] { d->catalogue->reading.revoke(consent); });
}

Result<std::vector<Folder>> MessageStore::ensureFolders(AccountId account)
{
    return d->catalogue->transaction(Durability::Full, [&] {
        d->catalogue->folders.ensure(account);
        return d->catalogue->folders.ofAccount(account);
    });
}

Result<Folder> MessageStore::createFolder(AccountId account, const QString &name, FolderId parent)
{
    return d->catalogue->transaction(Durability::Full,
                                     [&] { return d->catalogue->folders.create(account, name, parent); });
}

Result<void> MessageStore::renameFolder(FolderId folder, const QString &name)
{
    return d->catalogue->transaction(Durability::Full,
                                     [&] { return d->catalogue->folders.rename(folder, name); });
}

Result<void> MessageStore::removeFolder(FolderId folder)
{
    CHECK(d->catalogue->transaction(Durability::Full, [&] { return d->catalogue->folders.remove(folder); }));
    d->writer.forgetFolders();
    return {};
}
