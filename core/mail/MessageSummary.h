// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageSummary is what the list shows of a message and what the store keeps beside its bytes: made once by
// core/mime when the message arrives, a plain value afterwards.
#pragma once

#include "Address.h"
#include "Flags.h"
#include "Identifiers.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QStringList>

#include <vector>

enum class DateSource : quint8 { DateField = 0, Repaired = 1, Received = 2, Arrival = 3 };

struct MessageSummary {
    MessageId id = 0;
    AccountId account = 0;
    FolderId folder = 0;
    ThreadId thread = 0;
    Flags flags;
    QStringList tags; // names, sorted

    QString subject; // decoded, unfolded; may be empty
    Address from;    // the first author
    Addresses to;
    QString preview; // the first ~120 characters of the text, one line

    qint64 date = 0; // seconds since 1970 UTC, by `dateSource`
    DateSource dateSource = DateSource::DateField;
    qint64 received = 0; // when Poplar stored it
    qint64 size = 0;     // octets of the stored message

    QByteArray messageId; // without angle brackets
    QByteArray inReplyTo;
    QByteArrayList references; // oldest first, without angle brackets

    // Conversations of which the coming of this message showed that they are one with `thread`, which is the
    // number of all their messages now. Only in what the store tells when it has stored the message.
    std::vector<ThreadId> joined;

    QByteArray uidl;   // the server's unique-id, raw bytes; empty for imported mail
    QByteArray sha256; // of the stored bytes

    bool operator==(const MessageSummary &) const = default;
};
