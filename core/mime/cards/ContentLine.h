// SPDX-License-Identifier: GPL-3.0-or-later
//
// ContentLines takes calendars and vCards apart into their lines "NAME;PARAMETER=value:value" (RFC 5545 §3.1,
// RFC 6350 §3.2; also vCard 2.1). Linear and bounded: maxText octets are read, a line is cut at maxLine, and
// has at most maxParameters. Any thread.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringList>

#include <utility>
#include <vector>

struct ContentLine {
    QByteArray name; // upper case, without the group before it ("item1.EMAIL")
    std::vector<std::pair<QByteArray, QByteArray>> parameters; // names in upper case, values without quotes
    QByteArray head;                                           // all before the colon, as it stands there
    QByteArray value;                                          // as it stands there, unfolded

    QByteArray parameter(QByteArrayView wanted) const; // empty where there is none
    bool isQuotedPrintable() const;
    // The value decoded, escapes as they stand there.
    QString text() const;
};

class ContentLines
{
public:
    static constexpr qsizetype maxText = 1024 * 1024;
    static constexpr qsizetype maxLine = 64 * 1024;
    static constexpr size_t maxParameters = 50;

    // UTF-8, which has to outlive it.
    explicit ContentLines(QByteArrayView text);
    // False at the end. What is no such line is passed over.
    bool next(ContentLine &line);

private:
    QByteArray unfolded();
    QByteArrayView physicalLine();

    QByteArrayView m_text;
    qsizetype m_at = 0;
};

// "Street; 7" and "City" of "Street\; 7;City": the parts of a value, escapes taken away (RFC 6350 §3.4).
QStringList unescapedParts(const QString &value, QChar separator);
QString unescaped(const QString &value);
