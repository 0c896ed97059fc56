// SPDX-License-Identifier: GPL-3.0-or-later
//
// TrustContext is what a judgement has to know besides the message. A value.
#pragma once

#include <QString>
#include <QStringList>

struct TrustContext {
    QString address;      // of the account that received the message; empty: nobody knows
    QString server;       // its POP3 host
    QStringList familiar; // further hosts that the user has to do with: those of his other accounts
    // What other mail of the user tells about the sender of this message, who is new (Correspondents): who
    // wrote under his name before, and whose domain his looks like. Addresses; empty: nobody.
    QString namesake = {};
    QString lookAlike = {};

    bool isEmpty() const { return address.isEmpty() && server.isEmpty(); }
    bool operator==(const TrustContext &) const = default;
};
