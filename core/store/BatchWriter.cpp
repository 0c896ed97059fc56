// SPDX-License-Identifier: GPL-3.0-or-later
#include "BatchWriter.h"

#include <algorithm>

namespace
{
using Durability = Database::Durability;
const std::string nextMessageKey = "next_message";

bool isOnServer(const NewMessage &message)
{
    return !message.record.uidl.isEmpty() && message.ledger.state != LedgerState::Gone;
}
} // namespace

Result<void> BatchWriter::prepare()
{
    return m_catalogue.transaction(Durability::Normal, [&] {
        m_nextId = std::max(
            {qint64(1), m_catalogue.segments.number(nextMessageKey), m_catalogue.messages.newest() + 1});
    });
}

Result<void> BatchWriter::check(const NewMessage &message)
{
    const EncodedRecord &record = message.record;
    const qint64 held = record.spool ? record.spool->size() : record.payload.size();
    if (record.account == 0 || record.sha256.size() != 32 || record.rawSize < 0 || record.storedSize <= 0 ||
        held != record.storedSize)
        return failure(ErrorCode::InvalidArgument,
                       QStringLiteral("a record that RecordEncoder did not finish"));
    if (record.uidl.size() > RecordHeader::longestUidl ||
        message.ledger.fingerprint.size() > RecordHeader::longestFingerprint || message.ledger.occurrence < 0)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("unique-id or fingerprint too long"));
    return {};
}

Result<Folder> BatchWriter::folderFor(const NewMessage &message)
{
    const AccountId account = message.record.account;
    if (message.folder == 0) {
        if (const auto known = m_inboxes.find(account); known != m_inboxes.end())
            return known->second;
        TRY(const auto inbox, m_catalogue.transaction(Durability::Normal, [&] {
            return m_catalogue.folders.find(m_catalogue.folders.inbox(account));
        }));
        return m_inboxes[account] = inbox.value_or(Folder());
    }
    if (const auto known = m_folders.find(message.folder); known != m_folders.end())
        return known->second;
    TRY(const auto folder, m_catalogue.transaction(Durability::Normal,
                                                   [&] { return m_catalogue.folders.find(message.folder); }));
    if (!folder)
        return failure(ErrorCode::NotFound, QStringLiteral("folder %1").arg(message.folder));
    return m_folders[message.folder] = *folder;
}

std::optional<MessageId> BatchWriter::equalMessage(const NewMessage &message,
                                                   const std::vector<Slot> &earlier)
{
    const EncodedRecord &record = message.record;
    for (const Slot &slot : earlier)
        if (slot.message->record.sha256 == record.sha256 && slot.message->record.account == record.account)
            return slot.id;
    m_catalogue.contents.load();
    for (const MessageId candidate : m_catalogue.contents.candidates(record.account, record.sha256)) {
        const auto stored = m_catalogue.messages.stored(candidate);
        if (stored && stored->sha256 == record.sha256)
            return candidate;
    }
    return {};
}

Result<std::vector<BatchWriter::Slot>> BatchWriter::makeSlots(std::vector<NewMessage> &batch)
{
    std::vector<Slot> batchSlots;
    batchSlots.reserve(batch.size());
    for (NewMessage &message : batch) {
        CHECK(check(message));
        TRY(Folder folder, folderFor(message));
        Slot slot{&message, std::move(folder), 0, false, {}};
        if (message.collapseEqual) {
            TRY(const auto equal, guard([&] { return equalMessage(message, batchSlots); }));
            slot.collapsed = equal.has_value();
            slot.id = equal.value_or(0);
        }
        if (!slot.collapsed)
            slot.id = m_nextId++;
        batchSlots.push_back(std::move(slot));
    }
    return batchSlots;
}

RecordHeader BatchWriter::headerOf(const Slot &slot)
{
    const NewMessage &message = *slot.message;
    RecordHeader header;
    header.flags = message.summary.flags;
    header.folder = slot.folder.id;
    header.folderKind = slot.folder.kind;
    header.account = message.record.account;
    header.id = slot.id;
    header.received = message.record.received;
    header.rawSize = message.record.rawSize;
    header.storedSize = message.record.storedSize;
    header.sha256 = message.record.sha256;
    header.uidl = message.record.uidl;
    if (!header.uidl.isEmpty()) {
        header.listedSize = message.ledger.listedSize;
        header.occurrence = message.ledger.occurrence;
        header.fingerprint = message.ledger.fingerprint;
    }
    return header;
}

Result<std::vector<MessageSummary>> BatchWriter::add(std::vector<NewMessage> &batch)
{
    TRY(auto batchSlots, makeSlots(batch));
    std::vector<VaultRecord> records;
    for (Slot &slot : batchSlots) {
        slot.message->summary.flags.setFlag(Flag::OnServer, isOnServer(*slot.message));
        if (!slot.collapsed)
            records.push_back({headerOf(slot), &slot.message->record});
    }
    TRY(const auto places, m_vault.append(records));
    auto place = places.begin();
    for (Slot &slot : batchSlots)
        if (!slot.collapsed)
            slot.place = *place++;

    // The rows of records can be made again from the vault; a ledger row without a record of its own cannot.
    const bool all = records.size() == batchSlots.size();
    auto committed = m_catalogue.transaction(all ? Durability::Normal : Durability::Full, [&] {
        for (Slot &slot : batchSlots)
            enter(slot);
        m_catalogue.finish();
        for (const SegmentEntry &segment : m_vault.changedSegments())
            m_catalogue.segments.put(segment);
        m_catalogue.segments.set(nextMessageKey, m_nextId);
    });
    if (!committed) {
        if (const auto undone = m_vault.rollBack(); !undone)
            committed.error().detail += QStringLiteral("; then ") + undone.error().detail;
        return tl::unexpected<Error>(std::move(committed.error()));
    }
    m_vault.confirm();
    std::vector<MessageSummary> stored;
    for (Slot &slot : batchSlots) {
        if (slot.collapsed)
            continue;
        m_catalogue.contents.add(slot.message->record.account, slot.message->record.sha256, slot.id);
        stored.push_back(std::move(slot.message->summary));
    }
    return stored;
}

void BatchWriter::enter(Slot &slot)
{
    NewMessage &message = *slot.message;
    if (!slot.collapsed) {
        MessageSummary &summary = message.summary;
        summary.id = slot.id;
        summary.account = message.record.account;
        summary.folder = slot.folder.id;
        summary.received = message.record.received;
        summary.size = message.record.rawSize;
        summary.sha256 = message.record.sha256;
        summary.uidl = message.record.uidl;
        m_catalogue.addMessage(summary, slot.place, true);
    }
    if (!message.record.uidl.isEmpty())
        enterLedger(slot);
}

void BatchWriter::enterLedger(const Slot &slot)
{
    const NewMessage &message = *slot.message;
    LedgerEntry entry = message.ledger;
    entry.uidl = message.record.uidl;
    entry.message = slot.id;
    if (entry.firstSeen == 0)
        entry.firstSeen = message.record.received;
    entry.lastSeen = std::max(entry.lastSeen, entry.firstSeen);
    m_catalogue.putLedger(message.record.account, entry, slot.collapsed);
}
