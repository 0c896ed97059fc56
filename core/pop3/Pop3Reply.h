// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pop3Reply is the first line of a server's answer (RFC 1939 §3) with its response code (RFC 2449 §8, RFC
// 3206). Pure.
#pragma once

#include "Result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

struct Pop3Reply {
    bool ok = false;
    QByteArray code; // upper case, "IN-USE", "SYS/TEMP"; empty when there is none
    QString text;    // display only (R18), code stripped; bytes that are not UTF-8 are read as Latin-1

    bool operator==(const Pop3Reply &) const = default;
};

// `line` without its line end. Anything but +OK and -ERR is a ProtocolViolation (R4).
Result<Pop3Reply> parsePop3Reply(QByteArrayView line);

// The Error that an -ERR stands for: by its code, then by the words of R115, else ServerRefused.
Error errorFromReply(const Pop3Reply &reply);
