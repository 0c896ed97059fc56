// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageCard is one thing in a message that is more than text: a bounce, an invitation, a message within the
// message. The reader shows each as a card above or below the text, in the order of the parts. Values, made
// by core/mime (cards/) in a worker thread; no field holds markup, and every text may be hostile.
#pragma once

#include "Address.h"
#include "CalendarEvent.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <variant>
#include <vector>

// One recipient of a delivery status notification (RFC 3464 §2.3).
struct BounceRecipient {
    enum class Action { Failed, Delayed, Delivered, Relayed, Expanded, Unknown };

    QString address; // Original-Recipient where there is one, else Final-Recipient
    Action action = Action::Unknown;
    QString status;     // "5.1.1", as RFC 3463 writes it; empty: none
    QString diagnostic; // the other server's words
    QString remoteServer;
    qint64 retryUntil = 0; // Will-Retry-Until, seconds since 1970 UTC; 0: not told

    bool operator==(const BounceRecipient &) const = default;
};
struct BounceCard {
    QString part; // where it is in the message's tree, as Attachment::part; every card has it
    QString reportingServer;
    std::vector<BounceRecipient> recipients;

    bool operator==(const BounceCard &) const = default;
};

// A message disposition notification (RFC 8098).
struct ReceiptCard {
    enum class Disposition { Displayed, Deleted, Denied, Dispatched, Processed, Failed, Unknown };

    QString part;
    QString recipient;
    Disposition disposition = Disposition::Unknown;
    bool isAutomatic = false;
    QString program;   // Reporting-UA
    QString messageId; // of the message that was read

    bool operator==(const ReceiptCard &) const = default;
};

// An abuse report (RFC 5965).
struct AbuseCard {
    QString part;
    QString feedback; // "abuse", "fraud", "not-spam" …
    QString sourceAddress;
    QString sender;         // Original-Mail-From
    QString reportedDomain; // the first one
    qint64 arrived = 0;
    int incidents = 1;

    bool operator==(const AbuseCard &) const = default;
};

// An invitation, its answer or its cancellation (RFC 5546); with no method events that somebody sent. The
// same for tasks and for busy times.
struct InviteCard {
    QString part;
    QByteArray method;                 // "REQUEST"; upper case; empty: none
    std::vector<CalendarEvent> events; // at least one
    int leftOut = 0;                   // events beyond those that are shown

    bool operator==(const InviteCard &) const = default;
};

// A person's card (RFC 6350).
struct ContactCard {
    QString part;
    QString name, organization, title;
    QStringList mail, telephones, addresses, links;
    int leftOut = 0; // further persons in the part

    bool operator==(const ContactCard &) const = default;
};

// A message within the message: RFC 2046 §5.2.1, also encoded ones, digests and .eml files.
struct NestedCard {
    QString part;
    Addresses from, to;
    QString subject;
    qint64 date = 0;           // 0: none
    int depth = 1;             // 1: in this message, 2: in that one
    bool isHeaderOnly = false; // text/rfc822-headers

    bool operator==(const NestedCard &) const = default;
};

// One of the pieces that a message was cut into (RFC 2046 §5.2.2).
struct PartialCard {
    QString part;
    QString id;
    int number = 0, total = 0; // total 0: not told

    bool operator==(const PartialCard &) const = default;
};

// A body that lies somewhere else (RFC 2046 §5.2.3). Never fetched.
struct ExternalCard {
    QString part;
    QString access; // "ftp", "url" …
    std::vector<std::pair<QString, QString>> parameters;

    bool operator==(const ExternalCard &) const = default;
};

// winmail.dat that was opened, or could not be.
struct TnefCard {
    QString part;
    QStringList names; // of the attachments that were in it
    QString problem;   // empty: opened whole

    bool operator==(const TnefCard &) const = default;
};

// What only the owner of a key can read.
struct EncryptedCard {
    enum class Kind { OpenPgpMime, OpenPgpInline, Smime };

    QString part;
    Kind kind = Kind::OpenPgpMime;

    bool operator==(const EncryptedCard &) const = default;
};

using MessageCard = std::variant<BounceCard, ReceiptCard, AbuseCard, InviteCard, ContactCard, NestedCard,
                                 PartialCard, ExternalCard, TnefCard, EncryptedCard>;
