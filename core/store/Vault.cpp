// SPDX-License-Identifier: GPL-3.0-or-later
#include "Vault.h"

#include "Log.h"

#include <QDateTime>
#include <QDir>

#include <algorithm>

namespace
{
constexpr qsizetype flushSize = 2 * 1024 * 1024;
} // namespace

Vault::Vault(QString directory, QByteArray storeId, StoreOptions options)
    : m_directory(std::move(directory)), m_storeId(std::move(storeId)), m_options(std::move(options))
{
}

QString Vault::segmentPath(const QString &directory, int number)
{
    return QStringLiteral("%1/%2.seg").arg(directory).arg(number, 6, 10, QLatin1Char('0'));
}

std::vector<int> Vault::segmentsIn(const QString &directory)
{
    std::vector<int> numbers;
    for (const QString &name : QDir(directory).entryList({QStringLiteral("*.seg")}, QDir::Files)) {
        bool isNumber = false;
        const int number = name.chopped(4).toInt(&isNumber);
        if (isNumber && number > 0)
            numbers.push_back(number);
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

void Vault::resumeAfter(const SegmentEntry &last)
{
    m_current = last;
    m_confirmed = last;
    m_currentHasRecords = true;
    m_file.reset();
}

Result<std::vector<RecordPlace>> Vault::append(const std::vector<VaultRecord> &records)
{
    std::vector<RecordPlace> places;
    places.reserve(records.size());
    if (records.empty())
        return places;
    if (m_broken)
        return failure(ErrorCode::DiskFailed,
                       m_directory + QStringLiteral(": an earlier error could not be undone"));
    m_syncFailed = false;
    auto done = appendAll(records, places);
    if (done)
        return places;
    const bool syncFailed = m_syncFailed;
    if (auto undone = rollBack(); !undone)
        done.error().detail += QStringLiteral("; then ") + undone.error().detail;
    if (syncFailed)
        abandonSegment();
    return tl::unexpected<Error>(std::move(done.error()));
}

Result<void> Vault::appendAll(const std::vector<VaultRecord> &records, std::vector<RecordPlace> &places)
{
    for (const VaultRecord &record : records) {
        const qint64 length = record.header.recordSize();
        CHECK(makeRoom(length));
        places.push_back({m_current.number, m_current.committed, length});
        if (record.source)
            CHECK(writeCopy(record));
        else
            record.header.appendTo(m_buffer, m_storeId);
        if (record.content && record.content->spool)
            CHECK(writeSpool(*record.content->spool, record.content->storedSize));
        else if (record.content)
            m_buffer.append(record.content->payload);
        m_current.committed += length;
        m_currentHasRecords = true;
        if (m_buffer.size() >= flushSize)
            CHECK(flush());
    }
    return sync();
}

Result<void> Vault::makeRoom(qint64 length)
{
    const bool open = m_current.number > 0 && m_current.state == SegmentState::Open;
    const bool fits = m_current.committed + length <= m_options.segmentSize || !m_currentHasRecords;
    if (!open || !fits) {
        if (m_file)
            CHECK(sync());
        return beginSegment();
    }
    if (m_file)
        return {};
    TRY(auto file, DurableFile::openForAppend(segmentPath(m_directory, m_current.number), m_options.faults));
    TRY(const qint64 size, file.size());
    if (size != m_current.committed)
        return failure(
            ErrorCode::Damaged,
            QStringLiteral("%1: %2 bytes instead of %3").arg(file.path()).arg(size).arg(m_current.committed));
    m_file.emplace(std::move(file));
    return {};
}

Result<void> Vault::beginSegment()
{
    const int number = m_current.number + 1;
    TRY(auto file, DurableFile::create(segmentPath(m_directory, number), m_options.faults));
    if (m_current.number > 0 && m_current.state == SegmentState::Open) {
        m_current.state = SegmentState::Sealed;
        m_sealed.push_back(m_current);
    }
    m_created.push_back(number);
    m_directoryChanged = true;
    m_file.emplace(std::move(file));

    RecordHeader head;
    head.type = RecordType::SegmentHead;
    head.id = number;
    head.received = QDateTime::currentSecsSinceEpoch();
    head.extra = m_storeId;
    head.appendTo(m_buffer, m_storeId);
    m_current = {number, head.encodedSize(), SegmentState::Open};
    m_currentHasRecords = false;
    return {};
}

Result<void> Vault::writeSpool(QTemporaryFile &spool, qint64 size)
{
    CHECK(flush());
    if (!spool.seek(0))
        return failure(ErrorCode::DiskFailed, spool.errorString());
    QByteArray chunk(256 * 1024, Qt::Uninitialized);
    for (qint64 left = size; left > 0;) {
        const qint64 count = spool.read(chunk.data(), qMin<qint64>(left, chunk.size()));
        if (count <= 0)
            return failure(ErrorCode::DiskFailed, QStringLiteral("spool file: ") + spool.errorString());
        CHECK(m_file->append(QByteArrayView(chunk).first(count)));
        left -= count;
    }
    return {};
}

Result<void> Vault::writeCopy(const VaultRecord &record)
{
    const qint64 end = record.sourceOffset + record.header.recordSize();
    for (qint64 at = record.sourceOffset; at < end;) {
        const qsizetype held = m_buffer.size();
        const qint64 wanted = qMin<qint64>(end - at, flushSize);
        m_buffer.resize(held + wanted);
        TRY(const qint64 count, record.source->readAt(at, m_buffer.data() + held, wanted));
        if (count < wanted)
            return failure(ErrorCode::Damaged,
                           QStringLiteral("%1 at byte %2: record cut").arg(record.source->path()).arg(at));
        at += count;
        if (m_buffer.size() >= flushSize)
            CHECK(flush());
    }
    return {};
}

Result<void> Vault::flush()
{
    if (!m_buffer.isEmpty())
        CHECK(m_file->append(m_buffer));
    m_buffer.resize(0);
    return {};
}

Result<void> Vault::sync()
{
    CHECK(flush());
    auto synced = m_file->sync();
    if (synced && m_directoryChanged)
        synced = DurableFile::syncDirectory(m_directory, m_options.faults);
    m_syncFailed = !synced;
    if (synced)
        m_directoryChanged = false;
    return synced;
}

std::vector<SegmentEntry> Vault::changedSegments() const
{
    std::vector<SegmentEntry> changed = m_sealed;
    if (m_abandoned)
        changed.push_back(*m_abandoned);
    if (m_current.number > 0 && m_current != m_confirmed)
        changed.push_back(m_current);
    return changed;
}

void Vault::confirm()
{
    m_confirmed = m_current;
    m_sealed.clear();
    m_abandoned.reset();
    m_created.clear();
}

void Vault::seal(int segment)
{
    if (m_current.number != segment || m_current.state != SegmentState::Open)
        return;
    m_current.state = SegmentState::Sealed;
    m_sealed.push_back(m_current);
    m_file.reset();
}

Result<void> Vault::rollBack()
{
    m_broken = true; // until all of this has worked
    m_file.reset();
    m_buffer.resize(0);
    // Newest first, so that the numbers stay without a gap whatever fails.
    while (!m_created.empty()) {
        const QString path = segmentPath(m_directory, m_created.back());
        if (!QFile::remove(path))
            return failure(ErrorCode::DiskFailed, path + QStringLiteral(": cannot be removed"));
        m_created.pop_back();
        m_directoryChanged = true;
    }
    m_sealed.clear();
    m_current = m_confirmed;
    m_currentHasRecords = true;
    if (m_current.number > 0 && m_current.state == SegmentState::Open) {
        TRY(auto file,
            DurableFile::openForAppend(segmentPath(m_directory, m_current.number), m_options.faults));
        TRY(const qint64 size, file.size());
        if (size > m_current.committed)
            CHECK(file.truncate(m_current.committed));
    }
    m_broken = false;
    return {};
}

void Vault::abandonSegment()
{
    if (m_current.number == 0 || m_current.state != SegmentState::Open)
        return;
    qCWarning(logStore) << "segment" << m_current.number
                        << "is sealed early: its bytes could not be made durable";
    m_current.state = SegmentState::Sealed;
    m_confirmed = m_current;
    m_abandoned = m_current;
}
