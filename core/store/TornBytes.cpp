// SPDX-License-Identifier: GPL-3.0-or-later
#include "TornBytes.h"

#include "Log.h"
#include "Vault.h"

#include <QDateTime>

#include <algorithm>

namespace
{
// A longer range becomes several records: headers are read whole.
constexpr qint64 longestVoid = 1024 * 1024;
constexpr qint64 shortestVoid = RecordHeader::fixedSize + RecordHeader::checksumSize;
} // namespace

TornBytes::TornBytes(const QString &vaultDirectory, int segment, QByteArray storeId)
    : m_path(Vault::segmentPath(vaultDirectory, segment)), m_segment(segment), m_storeId(std::move(storeId))
{
}

std::vector<SegmentScan::Gap> TornBytes::merged(qint64 end) const
{
    std::vector<SegmentScan::Gap> ranges = m_ranges;
    std::erase_if(ranges, [end](const SegmentScan::Gap &range) { return range.end > end; });
    std::sort(ranges.begin(), ranges.end(),
              [](const SegmentScan::Gap &a, const SegmentScan::Gap &b) { return a.begin < b.begin; });
    std::vector<SegmentScan::Gap> joined;
    for (const SegmentScan::Gap &range : ranges) {
        if (!joined.empty() && joined.back().end == range.begin)
            joined.back().end = range.end;
        else
            joined.push_back(range);
    }
    return joined;
}

RecordHeader TornBytes::head() const
{
    RecordHeader head;
    head.type = RecordType::SegmentHead;
    head.id = m_segment;
    head.received = QDateTime::currentSecsSinceEpoch();
    head.extra = m_storeId;
    return head;
}

Result<qint64> TornBytes::fillUpTo(qint64 end)
{
    const std::vector<SegmentScan::Gap> ranges = merged(end);
    if (ranges.empty())
        return qint64(0);
    TRY(auto file, DurableFile::openForMending(m_path));
    qint64 filled = 0;
    for (const SegmentScan::Gap &range : ranges) {
        qCWarning(logStore) << m_path << "bytes" << range.begin << "to" << range.end
                            << "are of an unfinished batch and void";
        CHECK(fill(file, range));
        filled += range.end - range.begin;
    }
    CHECK(file.sync());
    return filled;
}

Result<void> TornBytes::fill(DurableFile &file, const SegmentScan::Gap &range) const
{
    qint64 at = range.begin;
    const qint64 headEnd = head().encodedSize();
    if (at == 0 && (range.end == headEnd || range.end >= headEnd + shortestVoid)) {
        QByteArray bytes;
        head().appendTo(bytes, m_storeId);
        CHECK(file.writeAt(0, bytes));
        at = headEnd;
    }
    while (at < range.end) {
        qint64 length = std::min(longestVoid, range.end - at);
        if (const qint64 rest = range.end - at - length; rest > 0 && rest < shortestVoid)
            length -= shortestVoid;
        // A range held at least one record. Shorter ones are none of a power cut, and are left for verify.
        if (length < shortestVoid)
            return {};
        RecordHeader header;
        header.type = RecordType::Void;
        header.extra = QByteArray(length - shortestVoid, '\0');
        TRY(const qint64 count,
            file.readAt(at + RecordHeader::fixedSize, header.extra.data(), header.extra.size()));
        if (count < header.extra.size())
            return failure(ErrorCode::DiskFailed, QStringLiteral("%1: cannot be read").arg(m_path));
        QByteArray bytes;
        header.appendTo(bytes, m_storeId);
        CHECK(file.writeAt(at, bytes));
        at += length;
    }
    return {};
}
