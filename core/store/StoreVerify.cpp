// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreVerify.h"

#include "CatalogueCheck.h"
#include "MessageTable.h"

#include <QFileInfo>

#include <algorithm>

StoreVerify::StoreVerify(SQLite::Database &database, QString vaultDirectory, QByteArray storeId)
    : m_directory(std::move(vaultDirectory)), m_storeId(std::move(storeId)), m_database(database),
      m_segments(database, "SELECT number, committed, state FROM segment ORDER BY number"),
      m_rows(database, "SELECT position, id, length, hash FROM message WHERE segment = ? AND position < ?"),
      m_unplaced(database,
                 "SELECT id, segment FROM message WHERE segment NOT IN (SELECT number FROM segment)"),
      m_hasRow(database, "SELECT 1 FROM message WHERE id = ?"),
      m_state(database, "SELECT state FROM segment WHERE number = ?")
{
}

std::vector<SegmentEntry> StoreVerify::segments()
{
    std::vector<SegmentEntry> segments;
    Query query(m_segments);
    while (query->executeStep())
        segments.push_back({static_cast<int>(query.integer(0)), query.integer(1),
                            static_cast<SegmentState>(query.integer(2))});
    return segments;
}

StoreVerify::Rows StoreVerify::rowsOf(const SegmentEntry &segment)
{
    Rows rows;
    Query query(m_rows);
    query.bind(segment.number, segment.committed);
    while (query->executeStep())
        rows.emplace(query.integer(0), Row{query.integer(1), query.integer(2), query.bytes(3)});
    return rows;
}

void StoreVerify::problem(Kind kind, qint64 count, MessageId message, const QString &what)
{
    m_report.add({kind, what, count, message});
}

void StoreVerify::problem(const QString &file, qint64 offset, Kind kind, qint64 count, MessageId message,
                          const QString &what)
{
    const QString name = QFileInfo(file).fileName();
    const QString sentence = QStringLiteral("%1 at byte %2: %3").arg(name).arg(offset).arg(what);
    m_report.add({kind, sentence, count, message, {}, name, offset});
}

Result<VerifyReport> StoreVerify::run(const Progress &progress, Cancellation &cancellation)
{
    CHECK(begin());
    for (bool more = true; more;) {
        TRY(more, step(progress, cancellation));
    }
    return finish(cancellation);
}

Result<void> StoreVerify::begin()
{
    m_report = {};
    m_orphans.clear();
    m_tombstones.clear();
    m_done = m_inAll = 0;
    m_next = 0;
    TRY(m_all, guard([&] { return segments(); }));
    for (const SegmentEntry &segment : m_all)
        m_inAll += segment.state == SegmentState::Retired ? 0 : segment.committed;
    return {};
}

Result<bool> StoreVerify::step(const Progress &progress, Cancellation &cancellation)
{
    if (m_next >= m_all.size())
        return false;
    m_progress = progress;
    m_cancellation = &cancellation;
    const SegmentEntry &segment = m_all[m_next];
    if (segment.state != SegmentState::Retired) {
        const qint64 before = m_done;
        CHECK(checkSegment(segment));
        m_done = before + segment.committed;
        if (m_progress)
            m_progress(m_done, m_inAll);
    }
    return ++m_next < m_all.size();
}

Result<VerifyReport> StoreVerify::finish(Cancellation &cancellation)
{
    CHECK(guard([&] { checkUnplaced(m_all); }));
    CHECK(guard([&] { checkOrphans(m_all); }));
    TRY(auto findings, CatalogueCheck(m_database).damage(cancellation));
    m_report.isCatalogueBroken = !findings.empty();
    if (findings.empty()) {
        TRY(findings, guard([&] { return CatalogueCheck(m_database).problems(); }));
        TRY(const auto conversations, CatalogueCheck(m_database).conversations(cancellation));
        findings.insert(findings.end(), conversations.begin(), conversations.end());
    }
    for (const StoreFinding &finding : findings)
        m_report.add(finding);
    std::sort(m_report.damaged.begin(), m_report.damaged.end());
    CHECK(guard([&] { describeDamaged(); }));
    return std::move(m_report);
}

void StoreVerify::describeDamaged()
{
    MessageTable messages(m_database);
    for (const MessageId message : m_report.damaged)
        m_report.damagedSummaries.push_back(messages.summary(message).value_or(MessageSummary()));
}

// Not compacted away since the check began.
bool StoreVerify::isInUse(int segment)
{
    Query query(m_state);
    query.bind(segment);
    return query->executeStep() && query.integer(0) != static_cast<qint64>(SegmentState::Retired);
}

Result<void> StoreVerify::checkSegment(const SegmentEntry &segment)
{
    TRY(Rows rows, guard([&] { return rowsOf(segment); }));
    const auto file = DurableFile::openForReading(Vault::segmentPath(m_directory, segment.number));
    const QString path = Vault::segmentPath(m_directory, segment.number);
    if (file) {
        const qint64 size = file->size().value_or(0);
        if (size < segment.committed)
            problem(path, size, Kind::FileEndsEarly, segment.committed, 0,
                    QStringLiteral("the file ends here instead of at %1").arg(segment.committed));
        SegmentScan scan(*file, m_storeId, 0, qMin(size, segment.committed));
        const qint64 before = m_done;
        while (const auto record = scan.next()) {
            if (m_cancellation->isCancelled())
                return failure(ErrorCode::Cancelled);
            CHECK(guard([&] { checkRecord(segment.number, *record, rows); }));
            m_done = before + scan.position();
            if (m_progress)
                m_progress(m_done, m_inAll);
        }
        for (const SegmentScan::Gap &gap : scan.gaps())
            problem(path, gap.begin, Kind::NoRecord, gap.end - gap.begin, 0,
                    QStringLiteral("%1 bytes that are no record").arg(gap.end - gap.begin));
    } else {
        TRY(const bool isNeeded, guard([&] { return isInUse(segment.number); }));
        if (!isNeeded)
            return {};
        problem(path, 0, Kind::FileUnreadable, 0, 0, QStringLiteral("cannot be opened"));
        TRY(rows, guard([&] { return rowsOf(segment); })); // a compaction may have moved some meanwhile
    }
    // Rows whose record was not found.
    for (const auto &[offset, row] : rows) {
        m_report.damaged.push_back(row.id);
        problem(path, offset, Kind::RecordMissing, 0, row.id,
                QStringLiteral("no record of message %1").arg(row.id));
    }
    return {};
}

void StoreVerify::checkRecord(int segment, const SegmentScan::Record &record, Rows &rows)
{
    if (record.header.type == RecordType::Tombstone)
        m_tombstones.push_back(record.header.id);
    if (record.header.type != RecordType::Message)
        return;
    const auto row = rows.find(record.offset);
    if (row == rows.end() || row->second.id != record.header.id) {
        // A message that was compacted or replaced leaves its record behind; so does a removed one, whose
        // tombstone may come later.
        Query known(m_hasRow);
        known.bind(record.header.id);
        if (!known->executeStep())
            m_orphans.push_back({record.header.id, record.offset, segment, record.intact});
        return;
    }
    if (record.intact && row->second.sha256 == record.header.sha256 &&
        row->second.length == record.header.recordSize()) {
        ++m_report.messages;
        m_report.bytes += record.header.rawSize;
    } else {
        m_report.damaged.push_back(row->second.id);
        problem(Vault::segmentPath(m_directory, segment), record.offset, Kind::HashWrong, 0, row->second.id,
                QStringLiteral("message %1 does not have its hash").arg(row->second.id));
    }
    rows.erase(row);
}

void StoreVerify::checkOrphans(const std::vector<SegmentEntry> &segments)
{
    const auto hasTombstone = [this](const Orphan &orphan) {
        return std::binary_search(m_tombstones.begin(), m_tombstones.end(), orphan.id);
    };
    std::sort(m_tombstones.begin(), m_tombstones.end());
    std::erase_if(m_orphans, hasTombstone);
    if (!m_orphans.empty()) {
        // Removed while this check ran.
        collectNewTombstones(segments);
        std::sort(m_tombstones.begin(), m_tombstones.end());
        std::erase_if(m_orphans, hasTombstone);
    }
    for (const Orphan &orphan : m_orphans) {
        if (orphan.intact)
            m_report.unlisted.push_back({orphan.id, orphan.segment, orphan.offset});
        problem(Vault::segmentPath(m_directory, orphan.segment), orphan.offset, Kind::NotListed, 0, orphan.id,
                QStringLiteral("message %1 is not in the catalogue").arg(orphan.id));
    }
    // A message has a tombstone for each of its ledger rows.
    m_tombstones.erase(std::unique(m_tombstones.begin(), m_tombstones.end()), m_tombstones.end());
    for (const MessageId message : m_tombstones) {
        Query known(m_hasRow);
        known.bind(message);
        if (known->executeStep())
            problem(Kind::RemovedListed, 0, message,
                    QStringLiteral("message %1 was removed, and is in the catalogue").arg(message));
    }
}

// Of the records that were committed since `before` was read.
void StoreVerify::collectNewTombstones(const std::vector<SegmentEntry> &before)
{
    std::map<int, qint64> looked;
    for (const SegmentEntry &segment : before)
        looked.emplace(segment.number, segment.committed);
    for (const SegmentEntry &segment : segments()) {
        const qint64 from = looked.contains(segment.number) ? looked[segment.number] : 0;
        const auto file = DurableFile::openForReading(Vault::segmentPath(m_directory, segment.number));
        if (!file || segment.committed <= from)
            continue;
        SegmentScan scan(*file, m_storeId, from, segment.committed);
        while (const auto record = scan.next())
            if (record->header.type == RecordType::Tombstone)
                m_tombstones.push_back(record->header.id);
    }
}

void StoreVerify::checkUnplaced(const std::vector<SegmentEntry> &segments)
{
    Query query(m_unplaced);
    while (query->executeStep()) {
        const int number = static_cast<int>(query.integer(1));
        // The writer may have begun a segment since.
        if (!segments.empty() && number > segments.back().number)
            continue;
        m_report.damaged.push_back(query.integer(0));
        problem(Kind::SegmentMissing, number, query.integer(0),
                QStringLiteral("message %1 lies in segment %2, which does not exist")
                    .arg(query.integer(0))
                    .arg(number));
    }
    for (const int number : Vault::segmentsIn(m_directory)) {
        const bool known =
            std::any_of(segments.begin(), segments.end(),
                        [number](const SegmentEntry &segment) { return segment.number == number; });
        if (!known && !segments.empty() && number < segments.back().number)
            problem(Vault::segmentPath(m_directory, number), 0, Kind::FileUnknown, 0, 0,
                    QStringLiteral("the catalogue does not know this file"));
    }
}
