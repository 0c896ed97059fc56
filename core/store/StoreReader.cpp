// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreReader.h"

#include "DeletionLog.h"
#include "FolderTable.h"
#include "ListRows.h"
#include "MessageTable.h"
#include "NoteTable.h"
#include "ReadingTable.h"
#include "SegmentFiles.h"
#include "SegmentTable.h"
#include "SenderHistory.h"
#include "SenderRows.h"
#include "ServerList.h"
#include "StoreVerify.h"
#include "TagTable.h"
#include "UidLedger.h"

class StoreReader::Private
{
public:
    Private(std::unique_ptr<Database> openDatabase, const QString &vault)
        : database(std::move(openDatabase)), folders(database->connection()),
          messages(database->connection()), ledger(database->connection()), settings(database->connection()),
          list(database->connection()), server(database->connection()), deletions(database->connection()),
          tags(database->connection()), notes(database->connection()), reading(database->connection()),
          senders(database->connection()), history(database->connection()), vaultDirectory(vault),
          files(vault), storeId(settings.bytes("store_id")), reader(storeId)
    {
    }

    Result<MessageTable::Stored> locate(MessageId message);

    std::unique_ptr<Database> database;
    FolderTable folders;
    MessageTable messages;
    UidLedger ledger;
    SegmentTable settings;
    ListRows list;
    ServerList server;
    DeletionLog deletions;
    TagTable tags;
    NoteTable notes;
    ReadingTable reading;
    SenderRows senders;
    SenderHistory history;
    QString vaultDirectory;
    SegmentFiles files;
    QByteArray storeId;
    RecordReader reader;
    std::unique_ptr<StoreVerify> verification; // in steps
};

StoreReader::StoreReader(std::unique_ptr<Private> state) : d(std::move(state)) {}
StoreReader::~StoreReader() = default;

Result<std::unique_ptr<StoreReader>> StoreReader::open(const QString &profileDirectory)
{
    TRY(auto database, Database::openForReading(profileDirectory + QStringLiteral("/catalogue.db")));
    return guard([&]() -> Result<std::unique_ptr<StoreReader>> {
        auto state =
            std::make_unique<Private>(std::move(database), profileDirectory + QStringLiteral("/vault"));
        if (state->storeId.isEmpty())
            return failure(ErrorCode::NotFound, profileDirectory + QStringLiteral(": still being made"));
        return std::unique_ptr<StoreReader>(new StoreReader(std::move(state)));
    });
}

Result<std::vector<Folder>> StoreReader::folders()
{
    return guard([&] { return d->folders.all(); });
}

Result<std::vector<MessageRow>> StoreReader::rows(const ListQuery &query,
                                                  const std::function<bool()> &isWanted)
{
    return guard([&]() -> Result<std::vector<MessageRow>> {
        auto rows = d->list.rows(query, isWanted);
        if (!rows)
            return failure(ErrorCode::Cancelled);
        return std::move(*rows);
    });
}

Result<void> StoreReader::prepareLists()
{
    return guard([&] { d->list.prepare(); });
}

Result<std::vector<MessageSummary>> StoreReader::summaries(const std::vector<MessageId> &messages)
{
    return guard([&] {
        std::vector<MessageSummary> found;
        found.reserve(messages.size());
        for (const MessageId message : messages)
            if (auto summary = d->messages.summary(message)) {
                summary->tags = d->tags.ofMessage(message);
                found.push_back(std::move(*summary));
            }
        return found;
    });
}

Result<QString> StoreReader::note(MessageId message)
{
    return guard([&] { return d->notes.ofMessage(message); });
}

Result<QByteArray> StoreReader::charset(MessageId message)
{
    return guard([&] { return d->reading.charset(message); });
}

Result<std::vector<ReadingConsent>> StoreReader::consents()
{
    return guard([&] { return d->reading.consents(); });
}

Result<std::vector<Tag>> StoreReader::tags()
{
    return guard([&] { return d->tags.all(); });
}

Result<QByteArray> StoreReader::raw(MessageId message)
{
    QByteArray bytes;
    CHECK(rawTo(message, [&](QByteArrayView piece) -> Result<void> {
        bytes.append(piece);
        return {};
    }));
    return bytes;
}

Result<void> StoreReader::rawTo(MessageId message, const std::function<Result<void>(QByteArrayView)> &sink)
{
    TRY(const auto stored, d->locate(message));
    const RecordPlace &place = stored.place;
    TRY(const DurableFile *segment, d->files.open(place.segment));
    TRY(const RecordHeader header, d->reader.header(*segment, place.offset, place.offset + place.length));
    if (header.id != message || header.sha256 != stored.sha256)
        return failure(ErrorCode::Damaged, QStringLiteral("%1 at byte %2 is not message %3")
                                               .arg(segment->path())
                                               .arg(place.offset)
                                               .arg(message));
    return d->reader.message(*segment, place.offset, header, sink);
}

// Where the message is, in a segment that can be opened. Compaction may move the message and remove the file
// between the one look and the other; then the catalogue has another place.
Result<MessageTable::Stored> StoreReader::Private::locate(MessageId message)
{
    std::optional<RecordPlace> before;
    for (;;) {
        TRY(auto stored, guard([&] { return messages.stored(message); }));
        if (!stored)
            return failure(ErrorCode::NotFound, QStringLiteral("message %1").arg(message));
        const auto file = files.open(stored->place.segment);
        if (file)
            return std::move(*stored);
        if (file.error().code != ErrorCode::NotFound)
            return tl::unexpected<Error>(file.error());
        if (before == stored->place)
            return failure(ErrorCode::Damaged, file.error().detail);
        before = stored->place;
    }
}

void StoreReader::closeFiles()
{
    d->files.closeAll();
}

Result<Ledger> StoreReader::ledger(AccountId account)
{
    return guard([&] { return d->ledger.ofAccount(account); });
}

Result<std::vector<ServerMessage>> StoreReader::serverMessages(AccountId account)
{
    return guard([&] { return d->server.messages(account); });
}

Result<std::vector<DeletionLogEntry>> StoreReader::deletions(const DeletionQuery &query)
{
    return guard([&] { return d->deletions.find(query); });
}

Result<qint64> StoreReader::messageCount()
{
    return guard([&] { return d->messages.count(); });
}

QByteArray StoreReader::storeId() const
{
    return d->storeId;
}

Result<MessageId> StoreReader::newestId()
{
    return guard([&] { return qMax(d->settings.number("next_message") - 1, d->messages.newest()); });
}

Result<std::vector<MessageRow>> StoreReader::rowsById(MessageId first, MessageId last, int most)
{
    return guard([&] { return d->messages.rows(first, last, most); });
}

Result<bool> StoreReader::countSenders()
{
    return guard([&] { return d->history.readOn(); });
}

Result<std::vector<SenderCount>> StoreReader::newFrequentSenders(size_t most)
{
    return guard([&] { return d->history.newFrequent(most); });
}

Result<SenderCount> StoreReader::senderCount(const QString &address)
{
    return guard([&] { return d->history.ofAddress(address); });
}

Result<std::vector<MessageRow>> StoreReader::rowsOfSender(const QString &address, qint64 date, qint64 within,
                                                          int most)
{
    return guard([&] { return d->senders.around(address, date, within, most); });
}

Result<VerifyReport> StoreReader::verify(const std::function<void(qint64, qint64)> &progress,
                                         Cancellation &cancellation)
{
    return guard([&] {
        return StoreVerify(d->database->connection(), d->vaultDirectory, d->storeId)
            .run(progress, cancellation);
    });
}

Result<void> StoreReader::beginVerify()
{
    return guard([&] {
        d->verification =
            std::make_unique<StoreVerify>(d->database->connection(), d->vaultDirectory, d->storeId);
        return d->verification->begin();
    });
}

Result<bool> StoreReader::verifyStep(Cancellation &cancellation,
                                     const std::function<void(qint64, qint64)> &progress)
{
    return d->verification ? d->verification->step(progress, cancellation) : Result<bool>(false);
}

Result<VerifyReport> StoreReader::finishVerify(Cancellation &cancellation)
{
    if (!d->verification)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("no check was begun"));
    auto report = d->verification->finish(cancellation);
    d->verification.reset();
    return report;
}

Result<qint64> StoreReader::verifiedAt()
{
    return guard([&] { return d->settings.number("verified_at"); });
}
