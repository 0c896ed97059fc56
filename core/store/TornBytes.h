// SPDX-License-Identifier: GPL-3.0-or-later
//
// TornBytes are ranges of a segment's unfinished end that a power cut left half written between whole
// records. Nobody was promised what stood there. They are made void records, so that the segment is a row of
// records again and verify is silent about them. Used by recovery, before anything relies on the segment's
// end.
#pragma once

#include "SegmentScan.h"

class TornBytes
{
public:
    TornBytes(const QString &vaultDirectory, int segment, QByteArray storeId);

    // Ranges in any order, each from the end of a record, or of another range, to the beginning of one.
    void add(const SegmentScan::Gap &range) { m_ranges.push_back(range); }
    // Fills those that lie before `end`, durably, and returns how many bytes that were. Their content stays
    // within the void records, but for the bytes of these records' own headers. At a segment's beginning its
    // head is written again. Safe to be cut short.
    Result<qint64> fillUpTo(qint64 end);

private:
    std::vector<SegmentScan::Gap> merged(qint64 end) const;
    Result<void> fill(DurableFile &file, const SegmentScan::Gap &range) const;

    RecordHeader head() const;

    const QString m_path;
    const int m_segment;
    const QByteArray m_storeId;
    std::vector<SegmentScan::Gap> m_ranges;
};
