// SPDX-License-Identifier: GPL-3.0-or-later
#include "GapRepair.h"

#include "FrameSearch.h"
#include "TornBytes.h"

#include <algorithm>

namespace
{
using Durability = Database::Durability;
constexpr qint64 shortestRecord = RecordHeader::fixedSize + RecordHeader::checksumSize;
} // namespace

QByteArray GapRepair::saltOf(const DurableFile &file) const
{
    const QByteArray own = storeIdOf(file);
    return own.isEmpty() ? m_storeId : own;
}

Result<GapRepair::Outcome> GapRepair::settle(int segment)
{
    Outcome outcome;
    TRY(const auto all, guard([&] { return m_catalogue.segments.all(); }));
    const auto entry = std::find_if(all.begin(), all.end(),
                                    [segment](const SegmentEntry &each) { return each.number == segment; });
    const auto file = DurableFile::openForReading(Vault::segmentPath(m_directory, segment));
    if (entry == all.end() || entry->state == SegmentState::Retired || !file)
        return outcome;
    TRY(const qint64 size, file->size());
    SegmentScan scan(*file, m_storeId, 0, qMin(size, entry->committed), SegmentScan::Depth::Headers);
    while (scan.next())
        continue;
    for (const SegmentScan::Gap &gap : scan.gaps())
        CHECK(settleOne(*entry, *file, gap, outcome));
    return outcome;
}

Result<void> GapRepair::settleOne(const SegmentEntry &segment, const DurableFile &file,
                                  const SegmentScan::Gap &gap, Outcome &outcome)
{
    TRY(const bool promised, guard([&] { return isPromised(segment.number, gap); }));
    if (promised)
        return {};
    bool isSettled = false;
    if (gap.end - gap.begin >= shortestRecord) {
        if (FrameSearch(file).holdsMessage(gap.begin, gap.end)) {
            outcome.holdingMail.push_back(gap);
            return {};
        }
        TRY(isSettled, makeVoid(segment.number, file, gap));
    } else if (gap.end == segment.committed && segment.state == SegmentState::Sealed) {
        CHECK(cut(segment, gap));
        isSettled = true;
    }
    (isSettled ? outcome.settled : outcome.tooShort).push_back(gap);
    return {};
}

bool GapRepair::isPromised(int segment, const SegmentScan::Gap &gap)
{
    SQLite::Statement rows(m_catalogue.connection(), "SELECT 1 FROM message WHERE segment = ? AND "
                                                     "position < ? AND position + length > ? LIMIT 1");
    Query query(rows);
    query.bind(qint64(segment), gap.end, gap.begin);
    return query->executeStep();
}

// Whether nothing of the range is left that is no record.
Result<bool> GapRepair::makeVoid(int segment, const DurableFile &file, const SegmentScan::Gap &gap)
{
    return m_catalogue.transaction(Durability::Full, [&]() -> Result<bool> {
        TornBytes bytes(m_directory, segment, saltOf(file));
        bytes.add(gap);
        TRY(const qint64 filled, bytes.fillUpTo(gap.end));
        Q_UNUSED(filled)
        SegmentScan scan(file, m_storeId, gap.begin, gap.end, SegmentScan::Depth::Headers);
        qint64 dead = 0; // the segment's head, which may be in the range, is not
        while (const auto record = scan.next())
            if (record->header.type == RecordType::Void)
                dead += record->header.recordSize();
        m_catalogue.segments.addDead(segment, dead);
        return scan.gaps().empty();
    });
}

// What is shorter than any record holds none. The catalogue first: a file that is longer than it says is cut
// at the next start.
Result<void> GapRepair::cut(SegmentEntry segment, const SegmentScan::Gap &gap)
{
    segment.committed = gap.begin;
    CHECK(m_catalogue.transaction(Durability::Full, [&] { m_catalogue.segments.put(segment); }));
    TRY(auto file, DurableFile::openForMending(Vault::segmentPath(m_directory, segment.number)));
    CHECK(file.truncate(gap.begin));
    return file.sync();
}
