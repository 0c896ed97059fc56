// SPDX-License-Identifier: GPL-3.0-or-later
#include "RecordHeader.h"

#include "Sha256.h"

#include <QtEndian>

namespace
{
constexpr quint8 formatVersion = 1;
constexpr quint8 codecNone = 0, codecZstd = 1;
constexpr char recordMagic[] = {'P', 'P', 'R', '1'};

template <class Number> void put(char *frame, qsizetype at, Number value)
{
    qToLittleEndian<Number>(value, frame + at);
}

template <class Number> Number get(QByteArrayView frame, qsizetype at)
{
    return qFromLittleEndian<Number>(frame.data() + at);
}

QByteArray checksum(QByteArrayView storeId, QByteArrayView frame)
{
    Sha256 hash;
    hash.add(storeId);
    hash.add(frame);
    return hash.finish().left(RecordHeader::checksumSize);
}

QByteArray bytesOf(QByteArrayView frame, qsizetype at, qsizetype length)
{
    return frame.sliced(at, length).toByteArray();
}
} // namespace

qint64 RecordHeader::encodedSize() const
{
    return fixedSize + uidl.size() + fingerprint.size() + extra.size() + checksumSize;
}

void RecordHeader::appendTo(QByteArray &buffer, QByteArrayView storeId) const
{
    const qsizetype begin = buffer.size();
    const qint64 whole = encodedSize();
    buffer.append(fixedSize, '\0');
    char *frame = buffer.data() + begin;
    put<quint32>(frame, 0, frameMagic);
    put<quint32>(frame, 4, static_cast<quint32>(whole - 8));
    memcpy(frame + 8, recordMagic, sizeof recordMagic);
    put<quint8>(frame, 12, static_cast<quint8>(type));
    put<quint8>(frame, 13, formatVersion);
    put<quint8>(frame, 14, storedSize > 0 ? codecZstd : codecNone);
    put<quint8>(frame, 15, static_cast<quint8>(flags.toInt()));
    put<quint8>(frame, 16, static_cast<quint8>(folderKind));
    put<quint32>(frame, 20, account);
    put<qint64>(frame, 24, id);
    put<qint64>(frame, 32, received);
    put<qint64>(frame, 40, rawSize);
    put<qint64>(frame, 48, storedSize);
    memcpy(frame + 56, sha256.constData(), static_cast<size_t>(qMin<qsizetype>(sha256.size(), 32)));
    put<qint64>(frame, 88, listedSize);
    put<qint64>(frame, 96, folder);
    put<quint32>(frame, 104, static_cast<quint32>(occurrence));
    put<quint16>(frame, 108, static_cast<quint16>(uidl.size()));
    put<quint16>(frame, 110, static_cast<quint16>(fingerprint.size()));
    put<quint32>(frame, 112, static_cast<quint32>(extra.size()));
    buffer.append(uidl).append(fingerprint).append(extra);
    const QByteArrayView salt = type == RecordType::SegmentHead ? QByteArrayView(extra) : storeId;
    buffer.append(checksum(salt, QByteArrayView(buffer).sliced(begin)));
}

std::optional<qint64> RecordHeader::sizeFrom(QByteArrayView fixedPart)
{
    if (fixedPart.size() < fixedSize || get<quint32>(fixedPart, 0) != frameMagic ||
        memcmp(fixedPart.data() + 8, recordMagic, sizeof recordMagic) != 0)
        return {};
    const qint64 whole = qint64(get<quint32>(fixedPart, 4)) + 8;
    const qint64 parts = fixedSize + get<quint16>(fixedPart, 108) + get<quint16>(fixedPart, 110) +
                         get<quint32>(fixedPart, 112) + checksumSize;
    if (whole != parts || whole > largestSize)
        return {};
    return whole;
}

std::optional<RecordHeader> RecordHeader::decode(QByteArrayView frame, QByteArrayView storeId)
{
    if (sizeFrom(frame) != frame.size())
        return {};
    RecordHeader header;
    header.type = static_cast<RecordType>(get<quint8>(frame, 12));
    header.flags = Flags::fromInt(get<quint8>(frame, 15));
    header.folderKind = static_cast<FolderKind>(get<quint8>(frame, 16));
    header.account = get<quint32>(frame, 20);
    header.id = get<qint64>(frame, 24);
    header.received = get<qint64>(frame, 32);
    header.rawSize = get<qint64>(frame, 40);
    header.storedSize = get<qint64>(frame, 48);
    if (get<quint8>(frame, 14) == codecZstd)
        header.sha256 = bytesOf(frame, 56, 32);
    header.listedSize = get<qint64>(frame, 88);
    header.folder = get<qint64>(frame, 96);
    header.occurrence = static_cast<int>(get<quint32>(frame, 104));
    const qsizetype uidlSize = get<quint16>(frame, 108);
    const qsizetype fingerprintSize = get<quint16>(frame, 110);
    const qsizetype extraSize = get<quint32>(frame, 112);
    header.uidl = bytesOf(frame, fixedSize, uidlSize);
    header.fingerprint = bytesOf(frame, fixedSize + uidlSize, fingerprintSize);
    header.extra = bytesOf(frame, fixedSize + uidlSize + fingerprintSize, extraSize);
    const QByteArrayView salt =
        header.type == RecordType::SegmentHead ? QByteArrayView(header.extra) : storeId;
    const qsizetype end = frame.size() - checksumSize;
    if (checksum(salt, frame.first(end)) != frame.sliced(end) || header.storedSize < 0 || header.rawSize < 0)
        return {};
    return header;
}
