// SPDX-License-Identifier: GPL-3.0-or-later
#include "BatchWriter.h"

#include "Clock.h"
#include "VaultCommit.h"

#include <algorithm>

namespace
{
using Durability = Database::Durability;
const std::string nextMessageKey = "next_message", nextStateKey = "next_state";
// Some megabytes of state records, made durable together.
constexpr int messagesOfOnePart = 20000;

// A message may show that earlier ones of its batch are of another conversation than was thought.
void followJoins(std::vector<MessageSummary> &stored)
{
    for (size_t i = 1; i < stored.size(); ++i) {
        for (const ThreadId joined : stored[i].joined) {
            for (size_t k = 0; k < i; ++k)
                stored[k].thread = stored[k].thread == joined ? stored[i].thread : stored[k].thread;
        }
    }
}

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

Result<Folder> BatchWriter::folderFor(const Slot &slot)
{
    const AccountId account = slot.message->record.account;
    if (slot.replaced)
        return folder(slot.replaced->marks.folder);
    if (slot.message->folder != 0)
        return folder(slot.message->folder);
    if (const auto known = m_inboxes.find(account); known != m_inboxes.end())
        return known->second;
    TRY(const auto inbox, m_catalogue.transaction(Durability::Normal, [&] {
        return m_catalogue.folders.find(m_catalogue.folders.inbox(account));
    }));
    return m_inboxes[account] = inbox.value_or(Folder());
}

Result<Folder> BatchWriter::folder(FolderId id)
{
    if (const auto known = m_folders.find(id); known != m_folders.end())
        return known->second;
    TRY(const auto found,
        m_catalogue.transaction(Durability::Normal, [&] { return m_catalogue.folders.find(id); }));
    if (!found)
        return failure(ErrorCode::NotFound, QStringLiteral("folder %1").arg(id));
    return m_folders[id] = *found;
}

std::optional<MessageTable::Stored> BatchWriter::replacedBy(const NewMessage &message,
                                                            const std::vector<Slot> &earlier)
{
    if (message.replaces == 0)
        return {};
    for (const Slot &slot : earlier)
        if (slot.message->replaces == message.replaces)
            return {};
    auto stored = m_catalogue.messages.stored(message.replaces);
    if (!stored || !stored->isPartial() || stored->account != message.record.account)
        return {};
    return stored;
}

std::optional<MessageId> BatchWriter::equalMessage(const NewMessage &message,
                                                   const std::vector<Slot> &earlier)
{
    const EncodedRecord &record = message.record;
    for (const Slot &slot : earlier)
        if (!slot.message->partial && slot.message->record.sha256 == record.sha256 &&
            slot.message->record.account == record.account)
            return slot.id;
    m_catalogue.contents.load();
    for (const MessageId candidate : m_catalogue.contents.candidates(record.account, record.sha256)) {
        const auto stored = m_catalogue.messages.stored(candidate);
        if (stored && !stored->isPartial() && stored->sha256 == record.sha256)
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
        Slot slot;
        slot.message = &message;
        TRY(slot.replaced, guard([&] { return replacedBy(message, batchSlots); }));
        TRY(slot.folder, folderFor(slot));
        // What was to be replaced may have become whole in another way.
        const bool mayBeHere = message.collapseEqual || (message.replaces != 0 && !slot.replaced);
        if (mayBeHere && !message.partial) {
            TRY(const auto equal, guard([&] { return equalMessage(message, batchSlots); }));
            slot.collapsed = equal.has_value();
            slot.id = equal.value_or(0);
        }
        if (!slot.collapsed)
            slot.id = slot.replaced ? message.replaces : m_nextId++;
        batchSlots.push_back(std::move(slot));
    }
    return batchSlots;
}

Flags BatchWriter::flagsOf(const Slot &slot)
{
    Flags flags = slot.message->summary.flags;
    if (slot.replaced)
        flags = (slot.replaced->marks.flags & ~MessageTable::fromBytes) | (flags & MessageTable::fromBytes);
    flags.setFlag(Flag::Partial, slot.message->partial);
    flags.setFlag(Flag::OnServer, isOnServer(*slot.message));
    return flags;
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

void BatchWriter::addTombstones(MessageId message, AccountId account, std::vector<VaultRecord> &records)
{
    RecordHeader header;
    header.type = RecordType::Tombstone;
    header.id = message;
    header.account = account;
    header.received = SystemClock().now();
    const size_t before = records.size();
    for (auto &[owner, row] : m_catalogue.ledger.ofMessage(message)) {
        header.account = owner;
        header.flags.setFlag(Flag::Partial, row.state == LedgerState::Partial);
        header.listedSize = row.listedSize;
        header.occurrence = row.occurrence;
        header.uidl = row.uidl;
        header.fingerprint = row.fingerprint;
        records.push_back({header, nullptr});
    }
    if (records.size() == before)
        records.push_back({header, nullptr});
}

template <class Work> Result<void> BatchWriter::commit(Durability durability, Work work)
{
    return commitAppended(m_catalogue, m_vault, durability, [&] {
        work();
        m_catalogue.finish();
        m_catalogue.segments.set(nextMessageKey, m_nextId);
    });
}

Result<std::vector<MessageSummary>> BatchWriter::add(std::vector<NewMessage> &batch)
{
    TRY(auto batchSlots, makeSlots(batch));
    std::vector<VaultRecord> records;
    for (Slot &slot : batchSlots) {
        slot.message->summary.flags = flagsOf(slot);
        if (!slot.collapsed)
            records.push_back({headerOf(slot), &slot.message->record});
    }
    // The rows of records can be made again from the vault; a ledger row without a record of its own cannot.
    const bool all = records.size() == batchSlots.size();
    CHECK(guard([&] {
        for (const Slot &slot : batchSlots)
            if (slot.collapsed && slot.replaced)
                addTombstones(slot.message->replaces, slot.replaced->account, records);
    }));
    TRY(const auto places, m_vault.append(records));
    auto place = places.begin();
    for (Slot &slot : batchSlots)
        if (!slot.collapsed)
            slot.place = *place++;

    CHECK(commit(all ? Durability::Normal : Durability::Full, [&] {
        for (Slot &slot : batchSlots)
            enter(slot);
    }));
    std::vector<MessageSummary> stored;
    for (Slot &slot : batchSlots) {
        if (slot.collapsed)
            continue;
        m_catalogue.contents.add(slot.message->record.account, slot.message->record.sha256, slot.id);
        stored.push_back(std::move(slot.message->summary));
    }
    followJoins(stored);
    return stored;
}

Result<void> BatchWriter::remove(const std::vector<MessageId> &messages)
{
    std::map<MessageId, MessageTable::Stored> removed;
    std::vector<VaultRecord> tombstones;
    CHECK(guard([&] {
        for (const MessageId message : messages) {
            const auto stored = m_catalogue.messages.stored(message);
            if (stored && removed.emplace(message, *stored).second)
                addTombstones(message, stored->account, tombstones);
        }
    }));
    if (removed.empty())
        return {};
    TRY(const auto places, m_vault.append(tombstones));
    Q_UNUSED(places)
    return commit(Durability::Normal, [&] {
        for (const auto &[message, stored] : removed)
            m_catalogue.removeMessage(message, stored);
    });
}

Result<bool> BatchWriter::writeState()
{
    TRY(const StateJournal::Part part, guard([&] { return m_catalogue.journal.part(messagesOfOnePart); }));
    if (part.entries.empty())
        return false;
    TRY(const qint64 sequence, guard([&] { return m_catalogue.segments.number(nextStateKey); }));
    std::vector<VaultRecord> records;
    RecordHeader header;
    header.type = RecordType::State;
    header.id = std::max<qint64>(sequence, 1);
    header.received = SystemClock().now();
    for (const QByteArray &content : part.state.encoded()) {
        header.extra = content;
        records.push_back({header, nullptr});
        ++header.id;
    }
    TRY(const auto places, m_vault.append(records));
    Q_UNUSED(places)
    CHECK(commit(Durability::Normal, [&] {
        m_catalogue.journal.clear(part.entries);
        m_catalogue.segments.set(nextStateKey, header.id);
    }));
    return part.entries.size() == size_t(messagesOfOnePart);
}

void BatchWriter::enter(Slot &slot)
{
    NewMessage &message = *slot.message;
    if (slot.collapsed) {
        if (slot.replaced)
            giveWay(slot);
    } else {
        MessageSummary &summary = message.summary;
        summary.id = slot.id;
        summary.account = message.record.account;
        summary.folder = slot.folder.id;
        summary.received = message.record.received;
        summary.size = message.record.rawSize;
        summary.sha256 = message.record.sha256;
        summary.uidl = message.record.uidl;
        if (slot.replaced)
            m_catalogue.replaceMessage(summary, *slot.replaced, slot.place);
        else
            m_catalogue.addMessage(summary, slot.place, true);
    }
    if (!message.record.uidl.isEmpty())
        enterLedger(slot);
}

// The partial message goes, because the whole one is here already.
void BatchWriter::giveWay(const Slot &slot)
{
    const auto marks = m_catalogue.messages.marks(slot.id);
    if (marks && slot.replaced->marks.flags.testFlag(Flag::Starred))
        m_catalogue.setMarks(slot.id, *marks, {marks->folder, marks->flags | Flag::Starred});
    m_catalogue.setTags(slot.id, m_catalogue.tags.ofMessage(slot.message->replaces), {});
    const QString note = m_catalogue.notes.ofMessage(slot.message->replaces);
    if (!note.isEmpty() && m_catalogue.notes.ofMessage(slot.id).isEmpty())
        m_catalogue.setNote(slot.id, note);
    const QByteArray charset = m_catalogue.reading.charset(slot.message->replaces);
    if (!charset.isEmpty() && m_catalogue.reading.charset(slot.id).isEmpty())
        m_catalogue.setCharset(slot.id, charset);
    m_catalogue.removeMessage(slot.message->replaces, *slot.replaced);
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
    if (message.partial) {
        entry.state = LedgerState::Partial;
    } else {
        const bool isSettled = entry.state == LedgerState::DeleteSent || entry.state == LedgerState::Gone;
        entry.state = isSettled ? entry.state : LedgerState::Stored;
        entry.wanted = false;
        entry.attempts = 0;
        entry.lastAttempt = 0;
        entry.trouble.clear();
    }
    m_catalogue.putLedger(message.record.account, entry, slot.collapsed);
    if (!message.isShort)
        return;
    entry.choice = ServerChoice::Keep;
    m_catalogue.ledger.put(message.record.account, entry);
}
