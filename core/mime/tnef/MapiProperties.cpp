// SPDX-License-Identifier: GPL-3.0-or-later
#include "MapiProperties.h"

#include "Charset.h"
#include "OctetReader.h"

#include <algorithm>

namespace
{

constexpr quint16 severalValues = 0x1000;
constexpr quint16 firstNamed = 0x8000;

// Octets of a value of that type; 0 where its size stands before it, -1 where nobody knows.
int sizeOfType(quint16 type)
{
    switch (type) {
    case 0x0001: // null
        return 0;
    case 0x0002: // 16 bits, padded
    case 0x000B: // boolean, padded
    case 0x0003:
    case 0x0004:
    case 0x000A:
        return 4;
    case 0x0005:
    case 0x0006:
    case 0x0007:
    case 0x0014:
    case 0x0040:
        return 8;
    case 0x0048: // GUID
        return 16;
    default:
        return -1;
    }
}

bool hasOwnSize(quint16 type)
{
    return type == MapiProperties::object || type == MapiProperties::string8 ||
           type == MapiProperties::unicode || type == MapiProperties::binary;
}

// Values are padded to four octets.
QByteArrayView takePadded(OctetReader &reader, qint64 size)
{
    const QByteArrayView value = reader.take(size);
    const qsizetype padding = (4 - size % 4) % 4;
    if (reader.left() > 0) // the last of a list often goes without
        reader.take(std::min<qsizetype>(padding, reader.left()));
    return value;
}

void passName(OctetReader &reader)
{
    constexpr int guid = 16;
    reader.take(guid);
    const bool isText = reader.number<quint32>() == 1;
    const quint32 numberOrSize = reader.number<quint32>();
    if (isText)
        takePadded(reader, numberOrSize);
}

// The first value; the others are passed over.
QByteArrayView takeValues(OctetReader &reader, quint16 type)
{
    const bool isList = (type & severalValues) != 0;
    const auto single = quint16(type & ~severalValues);
    if (!hasOwnSize(single)) {
        const int size = sizeOfType(single);
        if (size < 0) {
            reader.take(reader.left() + 1); // nobody knows where the next one begins
            return {};
        }
        const qint64 count = isList ? reader.number<quint32>() : 1;
        const QByteArrayView values = takePadded(reader, count * size);
        return values.first(std::min<qsizetype>(values.size(), size));
    }
    QByteArrayView first;
    const quint32 count = reader.number<quint32>();
    for (quint32 i = 0; i < count && !reader.wasCut(); ++i) {
        const quint32 size = reader.number<quint32>();
        const QByteArrayView value = takePadded(reader, size);
        if (i == 0)
            first = value;
    }
    return first;
}

} // namespace

MapiProperties::MapiProperties(QByteArrayView bytes)
{
    OctetReader reader(bytes);
    const quint32 count = reader.number<quint32>();
    for (quint32 i = 0; i < count && !reader.wasCut(); ++i) {
        if (i == maxProperties) {
            m_wasCut = true;
            return;
        }
        MapiProperty property;
        property.type = reader.number<quint16>();
        property.id = reader.number<quint16>();
        if (property.id >= firstNamed)
            passName(reader);
        property.value = takeValues(reader, property.type);
        property.type = quint16(property.type & ~severalValues);
        // Of a value that was cut off what is there is better than nothing.
        if (property.id < firstNamed && (!reader.wasCut() || !property.value.isEmpty()))
            m_properties.push_back(property);
    }
    m_wasCut = reader.wasCut();
}

const MapiProperty *MapiProperties::find(quint16 id) const
{
    const auto found = std::find_if(m_properties.begin(), m_properties.end(),
                                    [id](const MapiProperty &property) { return property.id == id; });
    return found == m_properties.end() ? nullptr : &*found;
}

QString MapiProperties::text(quint16 id, const QByteArray &charset) const
{
    const MapiProperty *property = find(id);
    if (!property || (property->type != unicode && property->type != string8))
        return {};
    if (property->type == string8)
        return textOfOctets(property->value, charset);
    QString text;
    text.reserve(property->value.size() / 2);
    for (qsizetype i = 0; i + 1 < property->value.size(); i += 2) {
        const auto unit = qFromLittleEndian<quint16>(property->value.data() + i);
        if (unit == 0)
            break;
        text += QChar(unit);
    }
    return text;
}

quint32 MapiProperties::number(quint16 id) const
{
    const MapiProperty *property = find(id);
    return property && property->value.size() == 4 ? qFromLittleEndian<quint32>(property->value.data()) : 0;
}

qint64 MapiProperties::time(quint16 id) const
{
    constexpr qint64 ticks = 10'000'000;             // of 100 ns in a second
    constexpr qint64 from1601To1970 = 11644473600LL; // seconds
    const MapiProperty *property = find(id);
    if (!property || property->type != 0x0040 || property->value.size() != 8)
        return 0;
    const auto since1601 = qFromLittleEndian<quint64>(property->value.data());
    return std::max<qint64>(0, qint64(since1601 / quint64(ticks)) - from1601To1970);
}

QByteArray charsetOfCodePage(quint32 codePage)
{
    switch (codePage) {
    case 0:
    case 42: // symbols
        return {};
    case 932:
        return "shift_jis";
    case 936:
        return "gb2312";
    case 949:
        return "euc-kr";
    case 950:
        return "big5";
    case 10000:
        return "macintosh";
    case 20127:
        return "us-ascii";
    case 20866:
        return "koi8-r";
    case 21866:
        return "koi8-u";
    case 20932:
    case 51932:
        return "euc-jp";
    case 50220:
    case 50221:
    case 50222:
        return "iso-2022-jp";
    case 54936:
        return "gb18030";
    case 65000:
        return "utf-7";
    case 65001:
        return "utf-8";
    default:
        break;
    }
    if (codePage > 28590 && codePage <= 28605)
        return "iso-8859-" + QByteArray::number(codePage - 28590);
    if (codePage >= 1250 && codePage <= 1258)
        return "windows-" + QByteArray::number(codePage);
    return codePage < 10000 ? "cp" + QByteArray::number(codePage) : QByteArray();
}

QString textOfOctets(QByteArrayView octets, const QByteArray &charset)
{
    const qsizetype end = octets.indexOf('\0');
    if (end >= 0)
        octets = octets.first(end);
    return decodeText(octets, charset).text;
}
