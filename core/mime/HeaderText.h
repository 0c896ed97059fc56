// SPDX-License-Identifier: GPL-3.0-or-later
//
// HeaderText decodes the fields of one message: unfolds them, decodes encoded words (RFC 2047) and bytes
// beyond ASCII that stand there raw. Words are decoded here and not by GMime: it loses text where base64
// padding stands between words (before 3.2.14), leaves raw bytes within Q words and knows charsets by their
// letter only. What GMime is then given to parse (addresses, parameters) is UTF-8 with words that any version
// reads alike. It refers to the header it was made for. One object belongs to one thread at a time.
#pragma once

#include "Address.h"
#include "HeaderBlock.h"

#include <QByteArray>
#include <QString>

class HeaderText
{
public:
    // `bodyCharset` is the label of the first text part, which often holds for raw bytes in the header too;
    // `userCharset`, where it is not empty, is what the user says that they are written in.
    HeaderText(const HeaderBlock &header, QByteArray bodyCharset, QByteArray userCharset = {});

    // Unstructured text (Subject, any field for display): one line.
    QString text(QByteArrayView raw) const;
    // The mailboxes of an address field, members of groups included. At most maxColons groups are read.
    Addresses addresses(QByteArrayView raw) const;
    // For a parser of structured fields: UTF-8, unfolded, each run of encoded words made one "=?utf-8?B?…?=".
    QByteArray canonical(QByteArrayView raw) const;

    // Bytes beyond ASCII without any label: what the user says, UTF-8, the body's charset, detected over the
    // whole header, windows-1252.
    QString rawText(QByteArrayView raw) const;

    // GMime recurses into each group of an address field; real mail has at most two.
    static constexpr int maxColons = 100;
    static bool hasTooManyGroups(QByteArrayView raw);

private:
    const QByteArray &rawCharset() const;

    const HeaderBlock &m_header;
    QByteArray m_bodyCharset, m_userCharset;
    mutable QByteArray m_rawCharset; // found when first needed
};
