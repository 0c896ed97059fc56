// SPDX-License-Identifier: GPL-3.0-or-later
//
// The input: one byte, and a segment. Where that byte is odd, all that begins like a header is given the
// checksum that it should have: no change by chance would come past it.
#include "FuzzInput.h"
#include "SegmentScan.h"
#include "Sha256.h"

#include <QtEndian>

#include <sys/mman.h>
#include <unistd.h>

namespace
{

const QByteArray storeId = "0123456789abcdef"; // where the segment's own head has none
constexpr qsizetype typeAt = 12, extraSizeAt = 112;

void giveChecksums(QByteArray &segment)
{
    QByteArray id = storeId;
    for (qsizetype at = 0; at + RecordHeader::fixedSize <= segment.size(); ++at) {
        const auto size = RecordHeader::sizeFrom(QByteArrayView(segment).sliced(at));
        if (!size || *size > segment.size() - at)
            continue;
        const qsizetype end = at + *size - RecordHeader::checksumSize;
        QByteArray salt = id;
        if (segment[at + typeAt] == char(RecordType::SegmentHead)) {
            const auto extra = qFromLittleEndian<quint32>(segment.constData() + at + extraSizeAt);
            salt = segment.sliced(end - extra, extra);
            if (at == 0)
                id = salt.isEmpty() ? storeId : salt;
        }
        const QByteArray checksum = Sha256::of(salt + segment.sliced(at, end - at));
        segment.replace(end, RecordHeader::checksumSize, checksum.first(RecordHeader::checksumSize));
        at += *size - 1; // a checksum inside of what has one would make that wrong
    }
}

// A file in memory: a disk would take most of the time. There is libFuzzer on Linux alone.
Result<DurableFile> inMemory(const QByteArray &segment)
{
    static const int place = ::memfd_create("segment", MFD_CLOEXEC);
    require(place >= 0 && ::ftruncate(place, 0) == 0);
    require(::pwrite(place, segment.constData(), size_t(segment.size()), 0) == segment.size());
    return DurableFile::openForReading(QStringLiteral("/proc/self/fd/%1").arg(place));
}

struct Found {
    std::vector<SegmentScan::Record> records;
    std::vector<SegmentScan::Gap> gaps;
};

// Every byte is of one record or of one gap, in order.
Found scanned(const DurableFile &file, qint64 size, SegmentScan::Depth depth)
{
    Found found;
    SegmentScan scan(file, storeId, 0, size, depth);
    qint64 covered = 0;
    size_t gaps = 0;
    const auto coverGaps = [&] {
        for (; gaps < scan.gaps().size(); ++gaps) {
            const SegmentScan::Gap &gap = scan.gaps()[gaps];
            require(gap.begin == covered && gap.end > gap.begin);
            covered = gap.end;
        }
    };
    while (const auto record = scan.next()) {
        coverGaps();
        const RecordHeader &header = record->header;
        require(record->offset == covered && header.storedSize >= 0 && header.rawSize >= 0);
        require(header.encodedSize() >= RecordHeader::fixedSize + RecordHeader::checksumSize);
        require(header.sha256.isEmpty() || header.sha256.size() == 32);
        covered += header.recordSize();
        require(covered == scan.position() && covered <= size);
        found.records.push_back(*record);
    }
    coverGaps();
    require(covered == size);
    found.gaps = scan.gaps();
    return found;
}

// An intact message is what its header says.
void requireMessage(RecordReader &reader, const DurableFile &file, const SegmentScan::Record &record)
{
    Sha256 hash;
    qint64 size = 0;
    const auto read =
        reader.message(file, record.offset, record.header, [&](QByteArrayView bytes) -> Result<void> {
            hash.add(bytes);
            size += bytes.size();
            return {};
        });
    require(read.has_value() == record.intact);
    require(!read || (size == record.header.rawSize && hash.finish() == record.header.sha256));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    QByteArray segment = bytesOf(data + 1, size - 1);
    if (data[0] & 1)
        giveChecksums(segment);
    const auto file = inMemory(segment);
    require(file.has_value());

    const Found found = scanned(*file, segment.size(), SegmentScan::Depth::Content);
    const Found headers = scanned(*file, segment.size(), SegmentScan::Depth::Headers);
    require(found.records.size() == headers.records.size() && found.gaps.size() == headers.gaps.size());
    RecordReader reader(storeId);
    for (size_t i = 0; i < found.records.size(); ++i) {
        require(found.records[i].header == headers.records[i].header && headers.records[i].intact);
        if (found.records[i].header.type == RecordType::Message)
            requireMessage(reader, *file, found.records[i]);
    }
    return 0;
}
