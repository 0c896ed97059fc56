// SPDX-License-Identifier: GPL-3.0-or-later
//
// TnefReader takes apart what Outlook sends as winmail.dat ([MS-OXTNEF]): the text of a message in its own
// notation, and its attachments. Whatever comes in, it ends; what could be read is returned, and `problem`
// says what is missing. It points into the bytes it was given, which have to outlive the result. Any thread.
#pragma once

#include "Address.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <vector>

struct TnefAttachment {
    QString name;         // as Outlook shows it; may be empty
    QByteArray type;      // lower case; empty where it is not told
    QByteArray contentId; // without angle brackets
    QByteArrayView content;
    bool isTnef = false; // an embedded message: `content` is a stream of its own
};

struct TnefMessage {
    static constexpr size_t maxAttachments = 1000;

    QString subject;
    Address from;
    qint64 date = 0; // seconds since 1970 UTC; 0: not told
    QString text;    // null where there is none
    QString html;    // null where there is none
    std::vector<TnefAttachment> attachments;
    QString problem; // "not TNEF", "cut short", "too many attachments", "text unreadable"; empty: none
};

bool isTnef(QByteArrayView bytes);
TnefMessage readTnef(QByteArrayView bytes);
// Subject, sender and date alone: much cheaper.
TnefMessage readTnefHead(QByteArrayView bytes);
