// SPDX-License-Identifier: GPL-3.0-or-later
//
// Messages made of parts, and what was read of them.
#pragma once

#include "MimeMessage.h"

namespace wrappedMail
{

inline const QByteArray head = "From: Anna <anna@example.org>\r\nSubject: Outer\r\nMIME-Version: 1.0\r\n";

inline MessageBody read(const QByteArray &bytes)
{
    return MimeMessage(bytes).body({}, 1800000000);
}

inline QByteArray part(const QByteArray &header, const QByteArray &content, bool encodes = false)
{
    return "--b\r\n" + header + (encodes ? "\r\nContent-Transfer-Encoding: base64" : "") + "\r\n\r\n" +
           (encodes ? content.toBase64() : content) + "\r\n";
}

inline QByteArray mixed(const QByteArray &parts)
{
    return head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + parts + "--b--\r\n";
}

inline QStringList names(const MessageBody &body)
{
    QStringList list;
    for (const Attachment &attachment : body.attachments)
        list += attachment.part + u' ' + attachment.name;
    return list;
}

template <class Card> QList<Card> cards(const MessageBody &body)
{
    QList<Card> list;
    for (const MessageCard &card : body.cards) {
        if (const auto *one = std::get_if<Card>(&card))
            list += *one;
    }
    return list;
}

} // namespace wrappedMail
