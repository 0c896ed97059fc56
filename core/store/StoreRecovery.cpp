// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreRecovery.h"

#include "Log.h"
#include "TornBytes.h"

#include <QFile>
#include <QUuid>

#include <map>

namespace
{
using Durability = Database::Durability;
const std::string storeIdKey = "store_id", rebuildKey = "rebuilding", nextMessageKey = "next_message",
                  nextStateKey = "next_state";
} // namespace

Result<QByteArray> StoreRecovery::storeId()
{
    const std::vector<int> files = Vault::segmentsIn(m_directory);
    CHECK(m_catalogue.transaction(Durability::Normal, [&] {
        m_storeId = m_catalogue.segments.bytes(storeIdKey);
        // A rebuild that was interrupted goes on as a rebuild.
        m_mode = static_cast<Mode>(m_catalogue.segments.number(rebuildKey));
        if (m_mode == Mode::Usual && m_storeId.isEmpty() && !files.empty())
            m_mode = Mode::Rebuild;
        m_rebuilding = m_mode != Mode::Usual;
    }));
    for (size_t i = 0; i < files.size() && m_storeId.isEmpty(); ++i)
        if (const auto file = DurableFile::openForReading(Vault::segmentPath(m_directory, files[i])))
            m_storeId = storeIdOf(*file);
    if (m_storeId.isEmpty())
        m_storeId = QUuid::createUuid().toRfc4122();
    CHECK(m_catalogue.transaction(Durability::Full, [&] {
        m_catalogue.segments.set(storeIdKey, m_storeId);
        m_catalogue.segments.set(rebuildKey, static_cast<qint64>(m_mode));
    }));
    return m_storeId;
}

Result<SegmentEntry> StoreRecovery::run()
{
    TRY(const std::vector<Task> tasks, findTasks());
    CHECK(collect(tasks));
    for (const Task &task : tasks)
        CHECK(recover(task));
    CHECK(forgetEmptied());
    if (m_recovered > 0 && !m_rebuilding) // that is told to the user
        qCWarning(logStore) << m_recovered << "messages were added to the catalogue from the vault";
    CHECK(replayState());
    if (m_rebuilding)
        CHECK(m_catalogue.transaction(Durability::Full,
                                      [&] { m_catalogue.segments.set(rebuildKey, qint64(0)); }));
    return lastSegment();
}

Result<std::vector<StoreRecovery::Task>> StoreRecovery::findTasks()
{
    std::map<int, SegmentEntry> known;
    CHECK(m_catalogue.transaction(Durability::Normal, [&] {
        for (const SegmentEntry &segment : m_catalogue.segments.all())
            known.emplace(segment.number, segment);
    }));
    std::vector<Task> tasks;
    for (const int number : Vault::segmentsIn(m_directory)) {
        TRY(const auto file, DurableFile::openForReading(Vault::segmentPath(m_directory, number)));
        TRY(const qint64 size, file.size());
        const auto entry = known.find(number);
        if (entry == known.end())
            tasks.push_back({{number, 0, SegmentState::Open}, true, size});
        else if (entry->second.state != SegmentState::Retired && entry->second.committed != size)
            tasks.push_back({entry->second, false, size});
    }
    return tasks;
}

// Tombstones and state first: both may stand in a later segment than the message, and in an earlier one when
// the message was copied since.
Result<void> StoreRecovery::collect(const std::vector<Task> &tasks)
{
    // When a rebuild goes on, the first part of it has entered messages whose state is still to come.
    std::vector<Task> whole;
    if (m_mode == Mode::Rebuild) {
        for (const int number : Vault::segmentsIn(m_directory)) {
            TRY(const auto file, DurableFile::openForReading(Vault::segmentPath(m_directory, number)));
            TRY(const qint64 size, file.size());
            whole.push_back({{number, 0, SegmentState::Open}, false, size});
        }
    }
    const std::vector<Task> &looked = m_mode == Mode::Rebuild ? whole : tasks;
    for (const std::vector<Task> *list : {&looked, &tasks})
        for (const Task &task : *list)
            m_inAll += std::max<qint64>(0, task.fileSize - task.segment.committed);
    for (const Task &task : looked)
        if (task.segment.state != SegmentState::Sealed) // what a failed batch left there says nothing
            CHECK(collect(task));
    m_newestId = std::max(m_newestId, m_state.newestMessage());
    if (m_state.isEmpty())
        return {};
    return m_catalogue.transaction(Durability::Normal, [&] {
        if (m_rebuilding || !m_catalogue.journal.areFoldersDirty())
            m_state.makeFolders(m_catalogue);
    });
}

Result<void> StoreRecovery::collect(const Task &task)
{
    const qint64 begin = task.segment.committed;
    TRY(const auto file, DurableFile::openForReading(Vault::segmentPath(m_directory, task.segment.number)));
    SegmentScan scan(file, m_storeId, begin, task.fileSize, SegmentScan::Depth::Headers);
    qint64 before = begin;
    while (const auto record = scan.next()) {
        if (record->header.type == RecordType::Tombstone)
            m_deleted.insert(record->header.id);
        else if (record->header.type == RecordType::State)
            m_state.collect(record->header);
        CHECK(advance(scan.position() - std::exchange(before, scan.position())));
    }
    return advance(std::max<qint64>(0, task.fileSize - before));
}

Result<void> StoreRecovery::advance(qint64 bytes)
{
    m_done += bytes;
    if (m_options.cancellation && m_options.cancellation->isCancelled())
        return failure(ErrorCode::Cancelled);
    if (m_options.progress && m_done - m_told >= m_options.progressBytes) {
        m_told = m_done;
        m_options.progress(m_done, m_inAll);
    }
    return {};
}

Result<void> StoreRecovery::replayState()
{
    if (m_state.isEmpty() && m_state.newestSequence() == 0)
        return {};
    CHECK(m_catalogue.transaction(Durability::Normal, [&] {
        m_catalogue.segments.set(
            nextStateKey, std::max(m_catalogue.segments.number(nextStateKey), m_state.newestSequence() + 1));
    }));
    return m_state.apply(m_catalogue, m_rebuilding);
}

Result<void> StoreRecovery::recover(const Task &task)
{
    const SegmentEntry &segment = task.segment;
    if (task.fileSize < segment.committed) {
        // The file lost bytes that were durable. What is left of it stays as it is; verify names what is
        // missing.
        qCWarning(logStore) << "segment" << segment.number << "is shorter than the catalogue says";
        return m_catalogue.transaction(Durability::Full, [&] {
            m_catalogue.segments.put({segment.number, segment.committed, SegmentState::Sealed});
        });
    }
    // All records of a sealed segment were committed before it was sealed: the rest is of a batch that
    // failed.
    if (segment.state == SegmentState::Sealed)
        return cutTail(task, segment.committed);
    qint64 end = segment.committed;
    CHECK(m_catalogue.transaction(Durability::Full, [&]() -> Result<void> {
        TRY(const auto file, DurableFile::openForReading(Vault::segmentPath(m_directory, segment.number)));
        // What was acknowledged is entered whatever its content: verify names what is damaged.
        SegmentScan scan(file, m_storeId, segment.committed, task.fileSize,
                         m_rebuilding ? SegmentScan::Depth::Headers : SegmentScan::Depth::Content);
        qint64 before = segment.committed;
        TornBytes torn(m_directory, segment.number, m_storeId);
        while (const auto record = scan.next()) {
            CHECK(advance(scan.position() - std::exchange(before, scan.position())));
            if (record->header.type == RecordType::Message || record->header.type == RecordType::Tombstone)
                m_newestId = std::max(m_newestId, record->header.id);
            if (!record->intact && !m_rebuilding) {
                // Never acknowledged: its batch did not become durable.
                torn.add({record->offset, record->offset + record->header.recordSize()});
                continue;
            }
            end = record->offset + record->header.recordSize();
            if (record->header.type == RecordType::Message)
                addRecord(task, *record);
            else if (record->header.type == RecordType::Tombstone)
                addTombstone(record->header);
            else if (record->header.type == RecordType::Void)
                m_catalogue.segments.addDead(segment.number, record->header.recordSize());
        }
        for (const SegmentScan::Gap &gap : scan.gaps())
            torn.add(gap);
        // Before the catalogue says that everything up to `end` is as it should be.
        if (!m_rebuilding) {
            TRY(const qint64 filled, torn.fillUpTo(end));
            if (filled > 0)
                m_catalogue.segments.addDead(segment.number, filled);
        }
        m_catalogue.finish();
        m_catalogue.segments.set(nextMessageKey,
                                 qMax(m_catalogue.segments.number(nextMessageKey), m_newestId + 1));
        if (end == 0 && (!m_rebuilding || task.fileSize == 0))
            return {}; // Not even its head became durable; it is removed below.
        // What does not parse is kept when there is no catalogue to say that nobody relies on it.
        const bool keepTail = m_rebuilding && end < task.fileSize;
        m_catalogue.segments.put({segment.number, keepTail ? task.fileSize : end,
                                  keepTail ? SegmentState::Sealed : SegmentState::Open});
        return {};
    }));
    if (end == 0 && (!m_rebuilding || task.fileSize == 0))
        return removeSegment(segment.number);
    return m_rebuilding ? Result<void>() : cutTail(task, end);
}

Result<void> StoreRecovery::removeSegment(int number)
{
    const QString path = Vault::segmentPath(m_directory, number);
    if (!QFile::remove(path))
        return failure(ErrorCode::DiskFailed, path + QStringLiteral(": cannot be removed"));
    return DurableFile::syncDirectory(m_directory);
}

Result<void> StoreRecovery::cutTail(const Task &task, qint64 end)
{
    if (end >= task.fileSize)
        return {};
    qCWarning(logStore) << "segment" << task.segment.number << "is cut from" << task.fileSize << "to" << end
                        << "bytes: the rest of an unfinished batch";
    TRY(auto file, DurableFile::openForAppend(Vault::segmentPath(m_directory, task.segment.number)));
    CHECK(file.truncate(end));
    return file.sync();
}

bool StoreRecovery::isFileGone(int segment) const
{
    return !QFile::exists(Vault::segmentPath(m_directory, segment));
}

// Segments that are gone because their messages were found elsewhere, or are not needed any more.
Result<void> StoreRecovery::forgetEmptied()
{
    if (m_mode == Mode::Restored) {
        TRY(const auto all, guard([&] { return m_catalogue.segments.all(); }));
        for (size_t i = 0; i + 1 < all.size(); ++i) // the newest number is not to be used again
            if (isFileGone(all[i].number))
                m_emptied.insert(all[i].number);
    }
    if (m_emptied.empty())
        return {};
    return m_catalogue.transaction(Durability::Full, [&] {
        for (const int number : m_emptied)
            if (m_catalogue.messages.countIn(number) == 0)
                m_catalogue.segments.remove(number);
    });
}

Result<SegmentEntry> StoreRecovery::lastSegment()
{
    std::vector<SegmentEntry> segments;
    CHECK(m_catalogue.transaction(Durability::Normal, [&] {
        segments = m_catalogue.segments.all();
        for (size_t i = 0; i + 1 < segments.size(); ++i)
            if (segments[i].state == SegmentState::Open)
                m_catalogue.segments.put({segments[i].number, segments[i].committed, SegmentState::Sealed});
    }));
    SegmentEntry last = segments.empty() ? SegmentEntry() : segments.back();
    if (last.number == 0 || last.state != SegmentState::Open)
        return last;
    // The file of an open segment may be gone; it is not made anew under the same name.
    const auto file = DurableFile::openForReading(Vault::segmentPath(m_directory, last.number));
    const auto size = file ? file->size() : tl::unexpected<Error>(file.error());
    if (!size || *size != last.committed)
        last.state = SegmentState::Sealed;
    return last;
}
