// SPDX-License-Identifier: GPL-3.0-or-later
//
// SearchableText is what of a message can be searched for: plain text by field, decoded, in the case it was
// written in. Made by core/mime from the message's bytes, a plain value afterwards.
#pragma once

#include <QString>

struct SearchableText {
    QString subject;
    QString from;        // names and addresses of From, Sender, Reply-To and Resent-From, one per line
    QString to;          // of To, Resent-To, Delivered-To, X-Original-To and Mail-Followup-To
    QString cc;          // of Cc, Bcc and their Resent- forms
    QString body;        // what the reader shows; HTML as text
    QString fileNames;   // of all attachments and of what is in attached messages, one per line
    QString attached;    // their text: text, HTML, CSV, and messages with their own subject and people
    QString list;        // List-Id and List-Post
    bool wasCut = false; // there is more text than was asked for

    bool operator==(const SearchableText &) const = default;
};
