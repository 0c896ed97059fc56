// SPDX-License-Identifier: GPL-3.0-or-later
#include "SegmentScan.h"

#include <QtEndian>

QByteArray storeIdOf(const DurableFile &segment)
{
    const auto size = segment.size();
    if (!size)
        return {};
    const auto head = RecordReader({}).header(segment, 0, *size);
    return head && head->type == RecordType::SegmentHead ? head->extra : QByteArray();
}

SegmentScan::SegmentScan(const DurableFile &file, const QByteArray &storeId, qint64 begin, qint64 end,
                         Depth depth)
    : m_file(file), m_position(begin), m_end(end), m_depth(depth)
{
    const QByteArray own = storeIdOf(file);
    m_reader = std::make_unique<RecordReader>(own.isEmpty() ? storeId : own);
}

std::optional<SegmentScan::Record> SegmentScan::next()
{
    while (m_position < m_end) {
        if (auto header = m_reader->header(m_file, m_position, m_end)) {
            Record record{m_position, std::move(*header), true};
            // A read error counts as damage: what cannot be read is not there.
            if (record.header.type == RecordType::Message && m_depth == Depth::Content)
                record.intact = m_reader->check(m_file, record.offset, record.header).has_value();
            m_position += record.header.recordSize();
            return record;
        }
        const qint64 found = findRecord(m_position + 1);
        m_gaps.push_back({m_position, found});
        m_position = found;
    }
    return {};
}

qint64 SegmentScan::findRecord(qint64 from)
{
    constexpr qint64 chunkSize = 1024 * 1024, overlap = 3;
    char magic[4];
    qToLittleEndian<quint32>(RecordHeader::frameMagic, magic);
    const QByteArrayView wanted(magic, 4);
    QByteArray chunk(chunkSize, Qt::Uninitialized);
    for (qint64 place = from; place < m_end; place += chunkSize - overlap) {
        const auto count = m_file.readAt(place, chunk.data(), qMin(chunkSize, m_end - place));
        if (!count)
            continue;
        const QByteArrayView bytes = QByteArrayView(chunk).first(*count);
        for (qsizetype at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1))
            if (m_reader->header(m_file, place + at, m_end))
                return place + at;
    }
    return m_end;
}
