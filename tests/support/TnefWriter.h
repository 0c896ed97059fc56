// SPDX-License-Identifier: GPL-3.0-or-later
//
// TnefWriter makes winmail.dat as Outlook does ([MS-OXTNEF]), whole or broken as a test asks for.
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QString>

// A list of MAPI properties.
class MapiWriter
{
public:
    MapiWriter &text(quint16 id, const QString &value);     // UTF-16
    MapiWriter &text8(quint16 id, const QByteArray &value); // in the message's code page
    MapiWriter &binary(quint16 id, const QByteArray &value);
    MapiWriter &number(quint16 id, quint32 value);
    MapiWriter &time(quint16 id, qint64 secondsSince1970);
    MapiWriter &named(const QString &name, quint32 value);      // a property without a number of its own
    MapiWriter &message(quint16 id, const QByteArray &tnef);    // an object: a message within the message
    MapiWriter &storage(quint16 id, const QByteArray &content); // an object of another kind
    QByteArray bytes() const;

private:
    MapiWriter &sized(quint16 type, quint16 id, const QByteArray &value);

    QByteArray m_list;
    quint32 m_count = 0;
};

class TnefWriter
{
public:
    TnefWriter();

    TnefWriter &codePage(quint32 page);
    TnefWriter &messageProperties(const MapiWriter &properties);
    TnefWriter &subject(const QByteArray &subject);
    TnefWriter &body(const QByteArray &text);
    TnefWriter &beginAttachment();
    TnefWriter &title(const QByteArray &name);
    TnefWriter &content(const QByteArray &bytes);
    TnefWriter &attachmentProperties(const MapiWriter &properties);
    // An attachment as most are: title and content.
    TnefWriter &attachment(const QByteArray &name, const QByteArray &bytes);
    const QByteArray &bytes() const { return m_bytes; }

private:
    TnefWriter &attribute(quint8 level, quint32 id, const QByteArray &value);

    QByteArray m_bytes;
};

// Formatted text as a message's property holds it: compressed with references, or not at all.
QByteArray compressedRtf(const QByteArray &rtf);
QByteArray uncompressedRtf(const QByteArray &rtf);
