// SPDX-License-Identifier: GPL-3.0-or-later
//
// Attachment is one part of a message that the reader lists: never its bytes, only what is known of them.
#pragma once

#include "ContentKind.h"

#include <QByteArray>
#include <QString>

struct Attachment {
    QString part;         // where it is in the message's tree: "2", "1.3"; "0" is the message itself
    QString name;         // safe as a file name on every system; never empty
    QByteArray type;      // "image/png", lower case
    qint64 size = 0;      // octets, decoded
    QByteArray sha256;    // of the decoded octets
    QByteArray contentId; // without angle brackets
    bool isInline = false;
    bool isShown = false;                       // the body shows it already (an inline picture)
    ContentKind content = ContentKind::Unknown; // by its decoded octets: a name and a type may lie

    bool operator==(const Attachment &) const = default;
};
