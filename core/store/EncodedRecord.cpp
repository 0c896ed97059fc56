// SPDX-License-Identifier: GPL-3.0-or-later
#include "EncodedRecord.h"

#include "Sha256.h"

#include <QStorageInfo>

#include <cerrno>
#include <utility>
#include <zstd.h>

namespace
{
constexpr int compressionLevel = 1;
// Raw bytes are collected up to this size and compressed at once; a longer message is compressed piece by
// piece of this size.
constexpr qint64 pieceSize = 1024 * 1024;
// A frame that grows beyond this goes to the spool.
constexpr qint64 largestInMemory = 1024 * 1024;

tl::unexpected<Error> zstdError(size_t code)
{
    return failure(ErrorCode::InvalidArgument,
                   QStringLiteral("zstd: ") + QString::fromLatin1(ZSTD_getErrorName(code)));
}
} // namespace

class RecordEncoder::Private
{
public:
    struct FreeContext {
        void operator()(ZSTD_CCtx *context) const { ZSTD_freeCCtx(context); }
    };

    Result<void> compressPiece(ZSTD_EndDirective directive);
    Result<void> compressAtOnce();
    Result<void> keep(QByteArrayView compressed);
    Result<void> spool(QByteArrayView compressed);
    // Of what failed just now, with the system's number for it. QFile may have written in pieces and not
    // know.
    Error spoolError(int number) const;

    QString spoolDirectory;
    std::unique_ptr<ZSTD_CCtx, FreeContext> context{ZSTD_createCCtx()};
    Sha256 hash;
    QByteArray raw;    // not yet compressed
    QByteArray output; // zstd's, reused
    bool streaming = false;
    EncodedRecord record;
};

RecordEncoder::RecordEncoder(QString spoolDirectory) : d(std::make_unique<Private>())
{
    d->spoolDirectory = std::move(spoolDirectory);
    ZSTD_CCtx_setParameter(d->context.get(), ZSTD_c_compressionLevel, compressionLevel);
    ZSTD_CCtx_setParameter(d->context.get(), ZSTD_c_checksumFlag, 1);
}

RecordEncoder::~RecordEncoder() = default;

void RecordEncoder::begin(AccountId account, const QByteArray &uidl, qint64 received, qint64 expected)
{
    ZSTD_CCtx_reset(d->context.get(), ZSTD_reset_session_only);
    d->hash.finish();
    d->streaming = false;
    d->raw.resize(0);
    d->raw.reserve(qMax<qint64>(d->raw.capacity(), qMin(expected + 512, pieceSize)));
    d->record = {};
    d->record.account = account;
    d->record.uidl = uidl;
    d->record.received = received;
}

Result<void> RecordEncoder::append(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        if (d->raw.size() == pieceSize)
            CHECK(d->compressPiece(ZSTD_e_continue));
        const qsizetype count = qMin<qsizetype>(bytes.size(), pieceSize - d->raw.size());
        d->raw.append(bytes.first(count));
        d->record.rawSize += count;
        bytes = bytes.sliced(count);
    }
    return {};
}

Result<EncodedRecord> RecordEncoder::finish()
{
    CHECK(d->streaming ? d->compressPiece(ZSTD_e_end) : d->compressAtOnce());
    d->record.sha256 = d->hash.finish();
    if (d->record.spool && !d->record.spool->flush())
        return tl::unexpected<Error>(d->spoolError(errno));
    return std::exchange(d->record, {});
}

Result<void> RecordEncoder::Private::compressAtOnce()
{
    hash.add(raw);
    const size_t bound = ZSTD_compressBound(static_cast<size_t>(raw.size()));
    if (output.size() < static_cast<qsizetype>(bound))
        output.resize(static_cast<qsizetype>(bound));
    const size_t size = ZSTD_compress2(context.get(), output.data(), static_cast<size_t>(output.size()),
                                       raw.constData(), static_cast<size_t>(raw.size()));
    if (ZSTD_isError(size))
        return zstdError(size);
    return keep(QByteArrayView(output).first(static_cast<qsizetype>(size)));
}

Result<void> RecordEncoder::Private::compressPiece(ZSTD_EndDirective directive)
{
    streaming = true;
    hash.add(raw);
    if (output.size() < static_cast<qsizetype>(ZSTD_CStreamOutSize()))
        output.resize(static_cast<qsizetype>(ZSTD_CStreamOutSize()));
    ZSTD_inBuffer in = {raw.constData(), static_cast<size_t>(raw.size()), 0};
    for (;;) {
        ZSTD_outBuffer out = {output.data(), static_cast<size_t>(output.size()), 0};
        const size_t rest = ZSTD_compressStream2(context.get(), &out, &in, directive);
        if (ZSTD_isError(rest))
            return zstdError(rest);
        CHECK(keep(QByteArrayView(output).first(static_cast<qsizetype>(out.pos))));
        if (directive == ZSTD_e_end ? rest == 0 : in.pos == in.size)
            break;
    }
    raw.resize(0);
    return {};
}

Result<void> RecordEncoder::Private::keep(QByteArrayView compressed)
{
    record.storedSize += compressed.size();
    if (!record.spool && record.storedSize <= largestInMemory) {
        record.payload.append(compressed);
        return {};
    }
    if (!record.spool) {
        record.spool = std::make_unique<QTemporaryFile>(spoolDirectory + QStringLiteral("/XXXXXX.spool"));
        if (!record.spool->open())
            return tl::unexpected<Error>(spoolError(errno));
        CHECK(spool(record.payload));
        record.payload.clear();
    }
    return spool(compressed);
}

Result<void> RecordEncoder::Private::spool(QByteArrayView compressed)
{
    if (record.spool->write(compressed.data(), compressed.size()) == compressed.size())
        return {};
    return tl::unexpected<Error>(spoolError(errno));
}

Error RecordEncoder::Private::spoolError(int number) const
{
    const QString detail = spoolDirectory + QStringLiteral(": ") + record.spool->errorString();
    if (number == EROFS || number == EACCES)
        return Error{ErrorCode::ReadOnly, detail, {}, {}, {}};
    const qint64 available = QStorageInfo(spoolDirectory).bytesAvailable(); // -1: nobody knows
    const bool full = number == ENOSPC || (available >= 0 && available < largestInMemory);
    return Error{full ? ErrorCode::DiskFull : ErrorCode::DiskFailed, detail, {}, {}, {}};
}
