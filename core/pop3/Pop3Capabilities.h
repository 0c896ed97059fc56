// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pop3Capabilities is what CAPA announced (RFC 2449 §5); all false where the server has no CAPA. Pure.
#pragma once

#include <QByteArrayList>

#include <optional>

struct Pop3Capabilities {
    bool known = false; // CAPA was answered with +OK
    bool top = false, uidl = false, user = false, stls = false, pipelining = false;
    bool respCodes = false, authRespCode = false;
    bool utf8 = false, utf8User = false, lang = false; // RFC 6856; utf8User: also in USER, PASS and APOP
    QByteArrayList sasl;                               // mechanisms, upper case
    std::optional<int> expireDays;                     // EXPIRE n; INT_MAX for NEVER
    std::optional<int> loginDelay;                     // seconds
    QByteArray implementation;

    // `lines` as they stand between CAPA's +OK and its terminator (R61).
    static Pop3Capabilities parse(const QByteArrayList &lines);
    bool operator==(const Pop3Capabilities &) const = default;
};
