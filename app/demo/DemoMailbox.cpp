// SPDX-License-Identifier: GPL-3.0-or-later
#include "DemoMailbox.h"

#include <QCryptographicHash>

DemoMailbox makeDemoMailbox(const QByteArrayList &messages)
{
    DemoMailbox mailbox;
    mailbox.messages.reserve(static_cast<std::size_t>(messages.size()));
    for (const QByteArray &bytes : messages) {
        // The position keeps two equal messages apart: RFC 1939 section 7 allows them one unique-id, but then
        // a client could not tell them apart either.
        const QByteArray hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().left(24);
        mailbox.messages.push_back({bytes, QByteArray::number(mailbox.messages.size() + 1) + '-' + hash});
    }
    return mailbox;
}
