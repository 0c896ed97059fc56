// SPDX-License-Identifier: GPL-3.0-or-later
//
// A second, independent reader of POP3 for the tests: it shares no code with core/net and core/pop3, keeps
// everything in memory and blocks. What it reads is what the server serves.
#pragma once

#include "Result.h"

#include <QByteArray>
#include <QString>

#include <vector>

struct ServedMessage {
    QByteArray uidl;
    QByteArray bytes; // unstuffed, line ends as served
};

// The whole mailbox over TLS, or in the clear where `caFile` is empty, in the server's order; nothing is
// deleted. Each wait lasts 30 s at most.
Result<std::vector<ServedMessage>> readServedMailbox(quint16 port, const QString &caFile, const QString &user,
                                                     const QString &password);
