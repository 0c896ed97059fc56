// SPDX-License-Identifier: GPL-3.0-or-later
//
// DemoMailbox is what the sessions of the demo server share: the messages, and the lock that RFC 1939
// section 4 asks for (one session in the TRANSACTION state at a time). Thread of the demo server only.
#pragma once

#include <QByteArrayList>

#include <vector>

struct DemoMessage {
    QByteArray bytes; // lines end in CRLF
    QByteArray uid;   // unique in the mailbox, the same in every session
};

struct DemoMailbox {
    std::vector<DemoMessage> messages;
    bool locked = false;
};

DemoMailbox makeDemoMailbox(const QByteArrayList &messages);
