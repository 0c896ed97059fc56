// SPDX-License-Identifier: GPL-3.0-or-later
#include "FrameSearch.h"

#include <QByteArray>
#include <QtEndian>

#include <zstd.h>

namespace
{
constexpr qint64 searchChunk = 128 * 1024;
// As RecordReader has it.
constexpr int searchWindowLog = 23;
constexpr quint32 messageFrameMagic = 0xFD2FB528;
constexpr qint64 checksumFlag = 4; // of the byte behind the magic number
// Beginnings that lead into each other could make the work the square of the bytes.
constexpr qint64 readsPerByte = 32, fewestBytes = 16 * 1024 * 1024;
} // namespace

class FrameSearch::Private
{
public:
    struct FreeContext {
        void operator()(ZSTD_DCtx *context) const { ZSTD_freeDCtx(context); }
    };

    explicit Private(const DurableFile &searched)
        : file(searched), context(ZSTD_createDCtx()), input(searchChunk, Qt::Uninitialized),
          output(searchChunk, Qt::Uninitialized)
    {
        ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, searchWindowLog);
    }

    const DurableFile &file;
    std::unique_ptr<ZSTD_DCtx, FreeContext> context;
    QByteArray input, output;
    qint64 budget = 0; // bytes that may still be read and decompressed
};

FrameSearch::FrameSearch(const DurableFile &file) : d(std::make_unique<Private>(file)) {}
FrameSearch::~FrameSearch() = default;

bool FrameSearch::holdsMessage(qint64 begin, qint64 end)
{
    char magic[4];
    qToLittleEndian<quint32>(messageFrameMagic, magic);
    const QByteArrayView wanted(magic, 4);
    constexpr qint64 overlap = 3;
    d->budget = std::max(fewestBytes, (end - begin) * readsPerByte);
    QByteArray chunk(searchChunk, Qt::Uninitialized);
    for (qint64 place = begin; place < end; place += searchChunk - overlap) {
        const qint64 length = qMin(searchChunk, end - place);
        const auto count = d->file.readAt(place, chunk.data(), length);
        if (!count || *count < length)
            return true;
        const QByteArrayView bytes = QByteArrayView(chunk).first(length);
        for (qsizetype at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1))
            if (isWholeFrame(place + at, end))
                return true;
    }
    return false;
}

bool FrameSearch::isWholeFrame(qint64 begin, qint64 end)
{
    char descriptor = 0;
    const auto isRead = d->file.readAt(begin + 4, &descriptor, qMin<qint64>(1, end - begin - 4));
    if (!isRead)
        return true;
    if (*isRead == 0 || (descriptor & checksumFlag) == 0)
        return false;
    ZSTD_DCtx_reset(d->context.get(), ZSTD_reset_session_only);
    for (qint64 place = begin; place < end;) {
        const auto count = d->file.readAt(place, d->input.data(), qMin(searchChunk, end - place));
        if (!count || *count <= 0)
            return true;
        place += *count;
        ZSTD_inBuffer in = {d->input.constData(), static_cast<size_t>(*count), 0};
        for (bool isOutputFull = true; in.pos < in.size || isOutputFull;) {
            ZSTD_outBuffer out = {d->output.data(), static_cast<size_t>(d->output.size()), 0};
            const size_t before = in.pos;
            const size_t rest = ZSTD_decompressStream(d->context.get(), &out, &in);
            if (ZSTD_isError(rest))
                return false;
            d->budget -= static_cast<qint64>(in.pos - before + out.pos);
            if (rest == 0 || d->budget < 0)
                return true;
            isOutputFull = out.pos == out.size;
        }
    }
    return false; // it is cut
}
