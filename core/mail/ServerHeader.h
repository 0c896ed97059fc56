// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerHeader is what the header of a message on a server says of it, read by TOP without fetching the
// message. Value.
#pragma once

#include <QByteArray>
#include <QString>

struct ServerHeader {
    QByteArray uidl; // the ledger's name for the message
    int occurrence = 0;
    qint64 date = 0; // seconds since 1970 UTC
    QString sender, subject;

    bool operator==(const ServerHeader &) const = default;
};
