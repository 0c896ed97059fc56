// SPDX-License-Identifier: GPL-3.0-or-later
//
// The half of StoreRecovery that enters single records.
#include "StoreRecovery.h"

using Durability = Database::Durability;

bool StoreRecovery::isWhole(const RecordPlace &place, const RecordHeader &header)
{
    RecordReader reader(m_storeId);
    const auto file = m_files.open(place.segment);
    if (!file)
        return false;
    const auto found = reader.header(**file, place.offset, place.offset + place.length);
    return found && found->id == header.id && reader.check(**file, place.offset, *found);
}

bool StoreRecovery::isLost(const RecordPlace &place, const RecordHeader &header)
{
    return isFileGone(place.segment) || (m_rebuilding && !isWhole(place, header));
}

bool StoreRecovery::isCopy(const RecordHeader &header)
{
    if (header.uidl.isEmpty())
        return false;
    const auto row = m_catalogue.ledger.find(header.account, header.uidl, header.occurrence);
    if (!row || row->message == header.id)
        return false;
    const auto other = m_catalogue.messages.stored(row->message);
    if (!other || other->sha256 != header.sha256)
        return false;
    m_state.rename(header.id, row->message);
    return true;
}

FolderId StoreRecovery::folderOf(const RecordHeader &header)
{
    const auto folder = m_catalogue.folders.find(header.folder);
    if (folder && folder->account == header.account && folder->kind == header.folderKind)
        return folder->id;
    m_catalogue.folders.ensure(header.account);
    return m_catalogue.folders.ofKind(header.account, header.folderKind)
        .value_or(m_catalogue.folders.inbox(header.account));
}

void StoreRecovery::addRecord(const Task &task, const SegmentScan::Record &record)
{
    const RecordHeader &header = record.header;
    if (m_deleted.contains(header.id)) {
        m_catalogue.segments.addDead(task.segment.number, header.recordSize());
        enterLedger(header);
        return;
    }
    MessageSummary summary;
    summary.id = header.id;
    summary.account = header.account;
    summary.folder = folderOf(header);
    summary.flags = header.flags;
    summary.date = header.received;
    summary.dateSource = DateSource::Arrival;
    summary.received = header.received;
    summary.size = header.rawSize;
    summary.uidl = header.uidl;
    summary.sha256 = header.sha256;
    const RecordPlace place{task.segment.number, record.offset, header.recordSize()};
    const auto known = m_catalogue.messages.stored(header.id);
    if (known && known->place != place && known->sha256 == header.sha256 && isLost(known->place, header) &&
        isWhole(place, header)) {
        // This catalogue is older than a compaction of that segment, or the other copy is damaged.
        m_catalogue.messages.setPlace(header.id, place);
        if (isFileGone(known->place.segment))
            m_emptied.insert(known->place.segment);
        else
            m_catalogue.segments.addDead(known->place.segment, known->place.length);
        return;
    }
    // What came later: the whole message, which may be no longer than its beginning, or more of it. Its
    // header has the marks that held then.
    const bool isOther = known && (known->sha256 != header.sha256 ||
                                   known->isPartial() != header.flags.testFlag(Flag::Partial));
    if (isOther && known->isPartial() && isWhole(place, header)) {
        m_catalogue.supersede(summary, *known, place);
    } else if (known || isCopy(header)) { // isCopy() has the state go over
        // A batch whose sync failed is written again elsewhere, and a power cut may bring the first copy
        // back; or a compaction was cut before the catalogue heard of its copies.
        m_catalogue.segments.addDead(place.segment, place.length);
        return;
    } else {
        m_catalogue.addMessage(summary, place, false);
    }
    ++m_recovered;
    enterLedger(header);
}

void StoreRecovery::addTombstone(const RecordHeader &header)
{
    m_deleted.insert(header.id);
    if (const auto stored = m_catalogue.messages.stored(header.id))
        m_catalogue.removeMessage(header.id, *stored);
    enterLedger(header);
}

// What a record says of the server, unless the ledger has it from a newer one.
void StoreRecovery::enterLedger(const RecordHeader &header)
{
    if (header.uidl.isEmpty())
        return;
    const auto known = m_catalogue.ledger.find(header.account, header.uidl, header.occurrence);
    if (known && known->message > header.id)
        return;
    // What was removed here, and then asked for once more, waits to be fetched.
    if (known && known->wanted && known->message == 0 && m_deleted.contains(header.id))
        return;
    const bool isPartial = header.flags.testFlag(Flag::Partial);
    // A tombstone tells that it is here no more, and nothing of the server.
    if (known && known->message == header.id &&
        (header.type == RecordType::Tombstone || (isPartial && known->state != LedgerState::Partial)))
        return;
    LedgerEntry entry = known.value_or(LedgerEntry());
    entry.uidl = header.uidl;
    entry.occurrence = header.occurrence;
    entry.state = isPartial ? LedgerState::Partial : LedgerState::Stored;
    entry.message = header.id;
    entry.listedSize = header.listedSize;
    entry.fingerprint = header.fingerprint;
    entry.firstSeen = known && known->firstSeen > 0 ? known->firstSeen : header.received;
    entry.lastSeen = std::max(entry.lastSeen, header.received);
    entry.goneSince = 0;
    entry.wanted = false;
    entry.attempts = 0;
    entry.lastAttempt = 0;
    entry.trouble.clear();
    m_catalogue.putLedger(header.account, entry);
}

Result<int> StoreRecovery::enterAgain(const QByteArray &storeId,
                                      const std::vector<VerifyReport::Unlisted> &records)
{
    m_storeId = storeId;
    m_mode = Mode::Rebuild; // all that the vault says of them
    CHECK(collect(std::vector<Task>()));
    std::set<MessageId> entered;
    CHECK(m_catalogue.transaction(Durability::Full, [&]() -> Result<void> {
        RecordReader reader(m_storeId);
        for (const VerifyReport::Unlisted &record : records) {
            TRY(const DurableFile *file, m_files.open(record.segment));
            TRY(const qint64 size, file->size());
            TRY(RecordHeader header, reader.header(*file, record.offset, size));
            if (header.type != RecordType::Message || header.id != record.id || m_deleted.contains(record.id))
                continue;
            const int before = m_recovered;
            addRecord({{record.segment}, false, size}, {record.offset, std::move(header), true});
            if (m_recovered > before)
                entered.insert(record.id);
        }
        m_catalogue.finish();
        return {};
    }));
    m_state.keepOnly(entered);
    CHECK(m_state.apply(m_catalogue, true));
    return static_cast<int>(entered.size());
}
