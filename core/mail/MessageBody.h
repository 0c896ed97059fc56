// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageBody is all that the reader shows of one message: header, text, safe HTML, pictures, attachments.
// Made by core/mime in a worker thread from the stored bytes.
#pragma once

#include "Address.h"
#include "Attachment.h"
#include "MessageCard.h"
#include "MessageSummary.h"
#include "MessageTrust.h"

#include <QHash>
#include <QSize>
#include <QString>
#include <QStringList>

#include <utility>
#include <vector>

struct MessageHeader {
    QString subject;
    Addresses from, sender, replyTo, to, cc, bcc;
    qint64 date = 0;
    DateSource dateSource = DateSource::DateField;
    QByteArray messageId, inReplyTo;
    QByteArrayList references;
    QString listId;
    std::vector<std::pair<QString, QString>> fields; // every field in order, decoded, for "all headers"

    bool operator==(const MessageHeader &) const = default;
};

// One node of the MIME tree, for `inspect` and the source view.
struct MessagePart {
    QByteArray type; // lower case
    QByteArray charset, encoding, disposition;
    QString name;
    qint64 size = 0; // octets, decoded; 0 for multipart
    std::vector<MessagePart> children;

    bool operator==(const MessagePart &) const = default;
};

// How the reader wants HTML to be laid out. The sanitiser bakes all of it into the lowered HTML.
struct RenderOptions {
    int width = 760; // px that the page may fill at zoom 1
    qreal zoom = 1.0;
    bool dark = false;            // lighten dark text, drop near-white backgrounds
    bool originalColours = false; // on a dark page, too, the colours that the sender chose
    bool remotePictures = false;  // keep their places, see MessageBody::remotePictures
    // The pictures of MessageBody::remotePictures that have arrived, by URL, and how many px each has: the
    // layout keeps their places in proportion. The places of others are as large as the sender says, or one
    // line.
    QHash<QString, QSize> remoteSizes;
    QByteArray charset; // what the user says that the text is written in; empty: find out

    bool operator==(const RenderOptions &) const = default;
};

// A link whose text shows one host and whose target is another.
struct LyingLink {
    QString shown;  // the host in the text
    QString target; // the URL that it goes to

    bool operator==(const LyingLink &) const = default;
};

struct MessageBody {
    MessageHeader header;
    QString text;         // what the reader shows as plain text; for HTML-only mail the HTML as text
    QString preview;      // as the list shows it
    QString html;         // decoded, unsanitised; null when there is none. For `inspect`, never for a view
    QString safeHtml;     // sanitised and lowered for QTextDocument; null when there is none
    int remoteImages = 0; // pictures that would have to be loaded from the network
    // Their URLs, as far as RenderOptions::remotePictures asks for them: number n stands in safeHtml as
    // "remote:n".
    QStringList remotePictures;
    int trackingPixels = 0; // of the remote pictures those that nobody would see
    std::vector<LyingLink> lyingLinks;
    bool hasUnreadLinks = false; // there are more links than are compared: any of them may lie
    QByteArray charset;          // that the text was read by; empty where there is none
    // "cid:…" as it stands in safeHtml, or "part:…" of a picture below the text -> the picture's bytes.
    QHash<QString, QByteArray> images;
    QStringList picturesBelow; // what is shown below the text or the HTML, in order: keys of `images`
    std::vector<Attachment> attachments;
    std::vector<MessageCard> cards;
    MessageTrust trust;
    bool isAutomaticReply = false; // RFC 3834, and what older programs wrote
    MessagePart structure;
    QStringList defects; // what was repaired or cut, short English identifiers with detail ("cut: 100000
                         // header fields")

    bool operator==(const MessageBody &) const = default;
};
