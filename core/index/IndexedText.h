// SPDX-License-Identifier: GPL-3.0-or-later
//
// IndexedText is what of a message can be searched for: plain text by field, decoded, in no particular case.
// indexedText() reads it from the message's bytes. Use it in threads with a stack of 16 MiB
// (parseStackBytes); it never fails: what cannot be read is left out.
#pragma once

#include "Identifiers.h"

#include <QByteArray>
#include <QString>

struct IndexedText {
    MessageId message = 0;
    QString subject;
    QString from;      // names and addresses of From, Sender and Reply-To
    QString to;        // of To; those of a mailing list's or resent fields too
    QString cc;        // of Cc and Bcc
    QString body;      // what the reader shows; HTML as text
    QString fileNames; // of all attachments, one per line
    QString attached;  // their text: text, HTML, CSV, and messages with their own subject and people
    QString list;      // List-Id and List-Post

    bool operator==(const IndexedText &) const = default;
};

// The octets of text that are indexed of one message; what is beyond is found by scanning alone.
IndexedText indexedText(MessageId message, const QByteArray &bytes);
