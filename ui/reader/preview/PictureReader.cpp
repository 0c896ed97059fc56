// SPDX-License-Identifier: GPL-3.0-or-later
#include "PictureReader.h"

#include <QtEndian>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace
{
constexpr int allocationLimit = 256;                  // MB, for whatever a decoder needs at once
constexpr qint64 mostScannedPixels = 3'000'000'000;   // a JPEG may go over its picture thousands of times
constexpr qint64 mostAnimatedPixels = 16'000'000;     // of each frame
constexpr int shortestDelay = 20, delayOfHasty = 100; // ms; what browsers make of shorter ones

QByteArray formatOf(FileKind kind)
{
    switch (kind) {
    case FileKind::Png:
        return "png";
    case FileKind::Jpeg:
        return "jpeg";
    case FileKind::Gif:
        return "gif";
    case FileKind::WebP:
        return "webp";
    case FileKind::Bmp:
        return "bmp";
    default:
        return {};
    }
}

void prepareReader(QImageReader &reader, QBuffer &buffer, FileKind kind)
{
    static const bool isLimited = [] {
        QImageReader::setAllocationLimit(allocationLimit);
        return true;
    }();
    Q_UNUSED(isLimited)
    buffer.open(QIODevice::ReadOnly);
    reader.setAutoDetectImageFormat(false);
    reader.setFormat(formatOf(kind));
    reader.setDevice(&buffer);
    reader.setAutoTransform(true);
}

// How often a decoder goes over the picture. Goes from marker to marker; a preview lies within one.
int jpegScans(QByteArrayView bytes)
{
    int scans = 0;
    qsizetype at = 2;
    while (at + 4 <= bytes.size()) {
        if (uchar(bytes[at]) != 0xFF) { // within a scan
            const void *next = std::memchr(bytes.data() + at, 0xFF, size_t(bytes.size() - at));
            if (!next)
                break;
            at = static_cast<const char *>(next) - bytes.data();
            continue;
        }
        const auto marker = uchar(bytes[at + 1]);
        if (marker == 0xFF) {
            ++at;
        } else if (marker <= 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
            at += 2;
        } else if (marker == 0xD9) {
            break;
        } else {
            scans += marker == 0xDA ? 1 : 0;
            at += 2 + qFromBigEndian<quint16>(bytes.data() + at + 2);
        }
    }
    return scans;
}

qint64 pixelsOf(const QSize &size)
{
    return qint64(size.width()) * size.height();
}

qint64 bytesOf(const QSize &size, QImage::Format format)
{
    const int bits = format == QImage::Format_Invalid ? 32 : QImage::toPixelFormat(format).bitsPerPixel();
    return pixelsOf(size) * std::max(bits, 32) / 8; // it is drawn with 32
}

// The size in which it is to be decoded; empty where it is too large for that.
QSize affordable(const QByteArray &bytes, FileKind kind, const QSize &stored, QImage::Format format,
                 const PictureLimits &limits)
{
    const int scans = kind == FileKind::Jpeg ? jpegScans(bytes) : 1;
    if (pixelsOf(stored) > limits.mostPixels || scans * pixelsOf(stored) > mostScannedPixels)
        return {};
    // What is made of several frames is kept twice.
    const int copies = kind == FileKind::Gif || kind == FileKind::WebP ? 2 : 1;
    const qint64 cost = copies * bytesOf(stored, format);
    if (cost <= limits.mostBytes)
        return stored;
    if (kind != FileKind::Jpeg || scans != 1) // those are decoded whole before they are made smaller
        return {};
    return stored / std::sqrt(double(cost) / double(limits.mostBytes));
}
} // namespace

QSize pictureSizeOf(const QByteArray &bytes)
{
    QBuffer buffer;
    buffer.setData(bytes);
    QImageReader reader;
    prepareReader(reader, buffer, pictureKindOf(bytes));
    return reader.size();
}

tl::expected<Picture, PictureFault> readPicture(const QByteArray &bytes, const PictureLimits &limits)
{
    const FileKind kind = pictureKindOf(bytes);
    if (kind == FileKind::Unknown)
        return tl::unexpected(PictureFault::NoPicture);
    if (!QImageReader::supportedImageFormats().contains(formatOf(kind)))
        return tl::unexpected(PictureFault::NoDecoder);
    QBuffer buffer;
    buffer.setData(bytes);
    QImageReader reader;
    prepareReader(reader, buffer, kind);
    const QSize stored = reader.size();
    if (stored.isEmpty())
        return tl::unexpected(PictureFault::Damaged);
    QSize wanted = affordable(bytes, kind, stored, reader.imageFormat(), limits);
    if (wanted.isEmpty())
        return tl::unexpected(PictureFault::TooLarge);
    const bool isTurned = reader.transformation() & QImageIOHandler::TransformationRotate90;
    const QSize bound = isTurned ? limits.bound.transposed() : limits.bound;
    if (!bound.isEmpty() && (wanted.width() > bound.width() || wanted.height() > bound.height()))
        wanted = wanted.scaled(bound, Qt::KeepAspectRatio).expandedTo({1, 1});
    if (wanted != stored)
        reader.setScaledSize(wanted);
    Picture picture;
    picture.size = isTurned ? stored.transposed() : stored;
    picture.image = reader.read();
    if (picture.image.isNull())
        return tl::unexpected(PictureFault::Damaged);
    picture.isAnimated =
        reader.supportsAnimation() && reader.canRead() && pixelsOf(stored) <= mostAnimatedPixels;
    return picture;
}

PictureFrames::PictureFrames(const QByteArray &bytes)
{
    m_buffer.setData(bytes);
    prepareReader(m_reader, m_buffer, pictureKindOf(bytes));
    m_roundsLeft = m_reader.loopCount();
}

void PictureFrames::rewind()
{
    m_buffer.seek(0);
    m_reader.setDevice(&m_buffer); // a new decoder, from the start
    m_roundsLeft -= m_roundsLeft > 0 ? 1 : 0;
}

PictureFrames::Frame PictureFrames::next()
{
    if (!m_reader.canRead()) {
        if (m_roundsLeft == 0)
            return {};
        rewind();
    }
    Frame frame;
    frame.image = m_reader.read();
    const int delay = m_reader.nextImageDelay();
    frame.delay = delay < shortestDelay ? delayOfHasty : delay;
    return frame;
}
