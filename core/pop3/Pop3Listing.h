// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pop3Listing is the server's mailbox as one session saw it: LIST and UIDL, complete, joined by message
// number (R40, R45, R48). Message numbers mean nothing outside the session (R30). Value.
#pragma once

#include <QByteArray>

#include <vector>

struct Pop3Listing {
    struct Entry {
        int number = 0;
        qint64 size = 0; // octets by LIST: a hint, 0 when it made no sense (R14)
        QByteArray uidl; // raw bytes; empty when the server gave none for this message (R41)

        bool operator==(const Entry &) const = default;
    };
    std::vector<Entry> entries; // ascending by number
    bool hasUidl = false;       // the server answered UIDL

    bool operator==(const Pop3Listing &) const = default;
};
