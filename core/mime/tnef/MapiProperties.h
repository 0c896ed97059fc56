// SPDX-License-Identifier: GPL-3.0-or-later
//
// MapiProperties is a list of properties as TNEF holds it ([MS-OXTNEF] §2.1.3.4): what Outlook knows of a
// message or of an attachment. It points into the bytes it was read from. At most maxProperties are read;
// those with names instead of numbers are passed over. Any thread.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <vector>

struct MapiProperty {
    quint16 id = 0;
    quint16 type = 0;
    QByteArrayView value; // of several values the first
};

class MapiProperties
{
public:
    static constexpr int maxProperties = 4096;

    // Types ([MS-OXCDATA] §2.11.1).
    static constexpr quint16 object = 0x000D, string8 = 0x001E, unicode = 0x001F, binary = 0x0102;

    MapiProperties() = default;
    explicit MapiProperties(QByteArrayView bytes);

    const MapiProperty *find(quint16 id) const;
    // Text in whatever form it is there, by `charset` where it has none of its own; null where there is none.
    QString text(quint16 id, const QByteArray &charset) const;
    // 0 where there is none.
    quint32 number(quint16 id) const;
    // Seconds since 1970 UTC; 0 where there is none.
    qint64 time(quint16 id) const;
    // The list ended before it should.
    bool wasCut() const { return m_wasCut; }

private:
    std::vector<MapiProperty> m_properties;
    bool m_wasCut = false;
};

// "windows-1252" for 1252; empty for 0 and for what is no code page.
QByteArray charsetOfCodePage(quint32 codePage);

// As TNEF writes text in its attributes: up to the first NUL, by `charset`.
QString textOfOctets(QByteArrayView octets, const QByteArray &charset);
