// SPDX-License-Identifier: GPL-3.0-or-later
//
// SegmentScan goes through a segment record by record and checks each against its checksum and hash. Where
// bytes are no record it looks for the next one behind them: a damaged message costs itself only. Memory is
// bounded. Used by recovery and by verify; not shared between threads.
#pragma once

#include "RecordReader.h"

#include <optional>
#include <vector>

class SegmentScan
{
public:
    struct Record {
        qint64 offset = 0;
        RecordHeader header;
        bool intact = true; // what follows the header has its hash
    };
    struct Gap {
        qint64 begin = 0;
        qint64 end = 0;
    };

    enum class Depth {
        Content, // each message is read and held against its hash
        Headers, // much quicker: `intact` is true for whatever has a header
    };

    // Looks at the bytes from `begin` to `end` of `file`. The store's id is taken from the segment's own head
    // where that is readable, else it is `storeId`.
    SegmentScan(const DurableFile &file, const QByteArray &storeId, qint64 begin, qint64 end,
                Depth depth = Depth::Content);

    // The next record of any type; nothing at the end.
    std::optional<Record> next();
    // Where the scan is.
    qint64 position() const { return m_position; }
    // Ranges passed over that hold no record.
    const std::vector<Gap> &gaps() const { return m_gaps; }

private:
    qint64 findRecord(qint64 from);

    const DurableFile &m_file;
    std::unique_ptr<RecordReader> m_reader;
    qint64 m_position;
    const qint64 m_end;
    const Depth m_depth;
    std::vector<Gap> m_gaps;
};

// The store's id as the head of this segment says; empty where it is unreadable.
QByteArray storeIdOf(const DurableFile &segment);
