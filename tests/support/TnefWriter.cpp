// SPDX-License-Identifier: GPL-3.0-or-later
#include "TnefWriter.h"

#include <QtEndian>

namespace
{

template <class Number> QByteArray little(Number value)
{
    QByteArray octets(sizeof(Number), '\0');
    qToLittleEndian(value, octets.data());
    return octets;
}

QByteArray padded(const QByteArray &value)
{
    return value + QByteArray((4 - value.size() % 4) % 4, '\0');
}

QByteArray utf16(const QString &text)
{
    QByteArray octets;
    for (const QChar c : text)
        octets += little<quint16>(c.unicode());
    return octets + little<quint16>(0);
}

QByteArray rtfHead(const char *form, qsizetype compressed, qsizetype plain)
{
    return little(quint32(compressed + 12)) + little(quint32(plain)) + form + little<quint32>(0);
}

} // namespace

MapiWriter &MapiWriter::sized(quint16 type, quint16 id, const QByteArray &value)
{
    ++m_count;
    m_list += little(type) + little(id) + little<quint32>(1) + little(quint32(value.size())) + padded(value);
    return *this;
}

MapiWriter &MapiWriter::text(quint16 id, const QString &value)
{
    return sized(0x1F, id, utf16(value));
}

MapiWriter &MapiWriter::text8(quint16 id, const QByteArray &value)
{
    return sized(0x1E, id, value + '\0');
}

MapiWriter &MapiWriter::binary(quint16 id, const QByteArray &value)
{
    return sized(0x102, id, value);
}

MapiWriter &MapiWriter::message(quint16 id, const QByteArray &tnef)
{
    return sized(0x0D, id, QByteArray::fromHex("0703020000000000C000000000000046") + tnef);
}

MapiWriter &MapiWriter::storage(quint16 id, const QByteArray &content)
{
    return sized(0x0D, id, QByteArray::fromHex("0B00000000000000C000000000000046") + content);
}

MapiWriter &MapiWriter::number(quint16 id, quint32 value)
{
    ++m_count;
    m_list += little<quint16>(3) + little(id) + little(value);
    return *this;
}

MapiWriter &MapiWriter::time(quint16 id, qint64 secondsSince1970)
{
    ++m_count;
    m_list +=
        little<quint16>(0x40) + little(id) + little(quint64(secondsSince1970 + 11644473600LL) * 10'000'000);
    return *this;
}

MapiWriter &MapiWriter::named(const QString &name, quint32 value)
{
    ++m_count;
    const QByteArray octets = utf16(name);
    m_list += little<quint16>(3) + little<quint16>(0x8001) + QByteArray(16, 'g') + little<quint32>(1) +
              little(quint32(octets.size())) + padded(octets) + little(value);
    return *this;
}

QByteArray MapiWriter::bytes() const
{
    return little(m_count) + m_list;
}

TnefWriter::TnefWriter() : m_bytes(little<quint32>(0x223E9F78) + little<quint16>(1))
{
    attribute(1, 0x00089006, little<quint32>(0x00010000)); // version
}

TnefWriter &TnefWriter::attribute(quint8 level, quint32 id, const QByteArray &value)
{
    quint16 sum = 0;
    for (const char c : value)
        sum = quint16(sum + uchar(c));
    m_bytes += little(level) + little(id) + little(quint32(value.size())) + value + little(sum);
    return *this;
}

TnefWriter &TnefWriter::codePage(quint32 page)
{
    return attribute(1, 0x00069007, little(page) + little<quint32>(0));
}

TnefWriter &TnefWriter::messageProperties(const MapiWriter &properties)
{
    return attribute(1, 0x00069003, properties.bytes());
}

TnefWriter &TnefWriter::subject(const QByteArray &subject)
{
    return attribute(1, 0x00018004, subject + '\0');
}

TnefWriter &TnefWriter::body(const QByteArray &text)
{
    return attribute(1, 0x0002800C, text + '\0');
}

TnefWriter &TnefWriter::beginAttachment()
{
    return attribute(2, 0x00069002, QByteArray(14, '\0'));
}

TnefWriter &TnefWriter::title(const QByteArray &name)
{
    return attribute(2, 0x00018010, name + '\0');
}

TnefWriter &TnefWriter::content(const QByteArray &bytes)
{
    return attribute(2, 0x0006800F, bytes);
}

TnefWriter &TnefWriter::attachmentProperties(const MapiWriter &properties)
{
    return attribute(2, 0x00069005, properties.bytes());
}

TnefWriter &TnefWriter::attachment(const QByteArray &name, const QByteArray &bytes)
{
    return beginAttachment().title(name).content(bytes);
}

QByteArray uncompressedRtf(const QByteArray &rtf)
{
    return rtfHead("MELA", rtf.size(), rtf.size()) + rtf;
}

// A reference wherever the last four characters came before in this text, near enough; else a character.
QByteArray compressedRtf(const QByteArray &rtf)
{
    constexpr int start = 207; // where writing into the dictionary begins
    constexpr int match = 4, dictionary = 4096;
    QByteArray packed, group;
    int bits = 0, flags = 0;
    const auto add = [&](bool isReference, const QByteArray &octets) {
        flags |= int(isReference) << bits;
        group += octets;
        if (++bits == 8) {
            packed += char(flags) + group;
            group.clear();
            bits = flags = 0;
        }
    };
    const auto reference = [&](qsizetype place, int length) {
        const auto value = quint16((start + place) % dictionary << 4 | (length - 2));
        add(true, QByteArray(1, char(value >> 8)) + char(value & 0xFF));
    };
    for (qsizetype at = 0; at < rtf.size();) {
        const qsizetype before =
            at + match <= rtf.size() && at > 0 ? rtf.first(at).lastIndexOf(rtf.sliced(at, match)) : -1;
        if (before >= 0 && at - before < dictionary - 32) {
            reference(before, match);
            at += match;
        } else {
            add(false, rtf.sliced(at++, 1));
        }
    }
    reference(rtf.size(), 2); // to what is not written yet: the end
    if (bits > 0)
        packed += char(flags) + group;
    return rtfHead("LZFu", packed.size(), rtf.size()) + packed;
}
