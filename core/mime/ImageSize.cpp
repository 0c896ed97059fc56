// SPDX-License-Identifier: GPL-3.0-or-later
#include "ImageSize.h"

#include <QtEndian>

#include <cstdlib>

namespace
{

constexpr qint64 largest = 1 << 20;

QSize sizeOf(qint64 width, qint64 height)
{
    if (width <= 0 || height <= 0 || width > largest || height > largest)
        return {};
    return QSize(int(width), int(height));
}

template <class T> T big(QByteArrayView bytes, qsizetype at)
{
    return qFromBigEndian<T>(bytes.data() + at);
}

template <class T> T little(QByteArrayView bytes, qsizetype at)
{
    return qFromLittleEndian<T>(bytes.data() + at);
}

QSize sizeOfBmp(QByteArrayView bytes)
{
    constexpr quint32 coreHeader = 12; // OS/2 1.x
    if (bytes.size() < 26)
        return {};
    if (little<quint32>(bytes, 14) == coreHeader)
        return sizeOf(little<quint16>(bytes, 18), little<quint16>(bytes, 20));
    // A negative height says that the rows are stored from the top.
    return sizeOf(little<qint32>(bytes, 18), std::llabs(little<qint32>(bytes, 22)));
}

QSize sizeOfWebP(QByteArrayView bytes)
{
    if (bytes.size() < 30)
        return {};
    const auto chunk = bytes.sliced(12, 4);
    if (chunk == QByteArrayView("VP8 "))
        return sizeOf(little<quint16>(bytes, 26) & 0x3FFF, little<quint16>(bytes, 28) & 0x3FFF);
    if (chunk == QByteArrayView("VP8L")) {
        const quint32 bits = little<quint32>(bytes, 21);
        return sizeOf((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
    }
    if (chunk == QByteArrayView("VP8X"))
        return sizeOf((little<quint32>(bytes, 24) & 0xFFFFFF) + 1, (little<quint32>(bytes, 26) >> 8) + 1);
    return {};
}

// Goes from marker to marker until a frame header (SOF) tells the size.
QSize sizeOfJpeg(QByteArrayView bytes)
{
    qsizetype at = 2;
    while (at + 9 < bytes.size()) {
        if (uchar(bytes[at]) != 0xFF) {
            ++at;
            continue;
        }
        const auto marker = uchar(bytes[at + 1]);
        const bool isFrame =
            marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (isFrame)
            return sizeOf(big<quint16>(bytes, at + 7), big<quint16>(bytes, at + 5));
        const bool standsAlone = marker == 0xFF || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
        if (standsAlone)
            at += marker == 0xFF ? 1 : 2;
        else if (marker == 0xD9 || marker == 0xDA)
            return {};
        else
            at += 2 + big<quint16>(bytes, at + 2);
    }
    return {};
}

} // namespace

QSize imageSizeOf(QByteArrayView bytes)
{
    if (bytes.startsWith("\x89PNG\r\n\x1a\n") && bytes.size() >= 24)
        return sizeOf(big<quint32>(bytes, 16), big<quint32>(bytes, 20));
    if ((bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a")) && bytes.size() >= 10)
        return sizeOf(little<quint16>(bytes, 6), little<quint16>(bytes, 8));
    if (bytes.startsWith("\xFF\xD8"))
        return sizeOfJpeg(bytes);
    if (bytes.startsWith("RIFF") && bytes.size() >= 16 && bytes.sliced(8).startsWith("WEBP"))
        return sizeOfWebP(bytes);
    if (bytes.startsWith("BM"))
        return sizeOfBmp(bytes);
    return {};
}
