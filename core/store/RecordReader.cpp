// SPDX-License-Identifier: GPL-3.0-or-later
#include "RecordReader.h"

#include "Sha256.h"

#include <zstd.h>

namespace
{
constexpr qint64 chunkSize = 128 * 1024;
// Poplar's own frames have windows of at most 512 KiB.
constexpr int largestWindowLog = 23;

tl::unexpected<Error> damaged(const DurableFile &file, qint64 offset, const QString &what)
{
    return failure(ErrorCode::Damaged,
                   QStringLiteral("%1 at byte %2: %3").arg(file.path()).arg(offset).arg(what));
}

} // namespace

class RecordReader::Private
{
public:
    struct FreeContext {
        void operator()(ZSTD_DCtx *context) const { ZSTD_freeDCtx(context); }
    };

    // Headers alone need none of this.
    void prepare();
    // Decompresses what `input` holds; `rest` is zstd's word on how much of the frame is to come.
    Result<void> decompress(ZSTD_inBuffer &input, size_t &rest, qint64 limit, const ByteSink &sink);

    QByteArray storeId;
    std::unique_ptr<ZSTD_DCtx, FreeContext> context;
    QByteArray headerBytes;
    QByteArray input, output;
    Sha256 hash;
    qint64 produced = 0;
};

RecordReader::RecordReader(QByteArray storeId) : d(std::make_unique<Private>())
{
    d->storeId = std::move(storeId);
}

RecordReader::~RecordReader() = default;

Result<RecordHeader> RecordReader::header(const DurableFile &file, qint64 offset, qint64 end)
{
    // One read brings the whole header of nearly every record.
    constexpr qint64 firstRead = 256;
    d->headerBytes.resize(firstRead);
    TRY(qint64 count, file.readAt(offset, d->headerBytes.data(), qMin(firstRead, end - offset)));
    const auto size = RecordHeader::sizeFrom(QByteArrayView(d->headerBytes).first(qMax<qint64>(count, 0)));
    if (!size || offset + *size > end)
        return damaged(file, offset, QStringLiteral("no record"));
    if (*size > count) {
        d->headerBytes.resize(*size);
        TRY(const qint64 more, file.readAt(offset + count, d->headerBytes.data() + count, *size - count));
        if (count + more < *size)
            return damaged(file, offset, QStringLiteral("record cut"));
    }
    auto header = RecordHeader::decode(QByteArrayView(d->headerBytes).first(*size), d->storeId);
    if (!header)
        return damaged(file, offset, QStringLiteral("header checksum wrong"));
    if (header->storedSize > end - offset - *size)
        return damaged(file, offset, QStringLiteral("record cut"));
    return std::move(*header);
}

void RecordReader::Private::prepare()
{
    if (context) {
        ZSTD_DCtx_reset(context.get(), ZSTD_reset_session_only);
        return;
    }
    context.reset(ZSTD_createDCtx());
    ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, largestWindowLog);
    input.resize(chunkSize);
    output.resize(chunkSize);
}

Result<void> RecordReader::Private::decompress(ZSTD_inBuffer &in, size_t &rest, qint64 limit,
                                               const ByteSink &sink)
{
    for (;;) {
        ZSTD_outBuffer out = {output.data(), static_cast<size_t>(output.size()), 0};
        rest = ZSTD_decompressStream(context.get(), &out, &in);
        if (ZSTD_isError(rest))
            return failure(ErrorCode::Damaged, QString::fromLatin1(ZSTD_getErrorName(rest)));
        const QByteArrayView bytes(output.constData(), static_cast<qsizetype>(out.pos));
        produced += bytes.size();
        if (produced > limit)
            return failure(ErrorCode::Damaged, QStringLiteral("longer than its header says"));
        hash.add(bytes);
        if (!bytes.isEmpty())
            CHECK(sink(bytes));
        // A full output buffer may mean that zstd holds more back, even when it has taken all input.
        if (rest == 0 || (in.pos == in.size && out.pos < out.size))
            return {};
    }
}

Result<void> RecordReader::message(const DurableFile &file, qint64 offset, const RecordHeader &header,
                                   const ByteSink &sink)
{
    d->prepare();
    d->hash.finish();
    d->produced = 0;
    size_t rest = 1;
    qint64 place = offset + header.encodedSize();
    const qint64 end = place + header.storedSize;
    while (place < end) {
        const qint64 wanted = qMin(chunkSize, end - place);
        TRY(const qint64 count, file.readAt(place, d->input.data(), wanted));
        ZSTD_inBuffer input = {d->input.constData(), static_cast<size_t>(count), 0};
        if (auto done = d->decompress(input, rest, header.rawSize, sink); !done) {
            if (done.error().code == ErrorCode::Damaged)
                return damaged(file, offset, done.error().detail);
            return done;
        }
        place += count;
        if (count < wanted || (rest == 0 && (place < end || input.pos < input.size)))
            return damaged(file, offset, QStringLiteral("its frame ends early"));
    }
    if (rest != 0 || d->produced != header.rawSize)
        return damaged(file, offset, QStringLiteral("its frame is incomplete"));
    if (d->hash.finish() != header.sha256)
        return damaged(file, offset, QStringLiteral("SHA-256 differs"));
    return {};
}

Result<void> RecordReader::check(const DurableFile &file, qint64 offset, const RecordHeader &header)
{
    return message(file, offset, header, [](QByteArrayView) { return Result<void>(); });
}
