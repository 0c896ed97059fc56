// SPDX-License-Identifier: GPL-3.0-or-later
//
// MailAddress is an address of mail as finding its server needs it: what stands before the @, and the domain
// in the form that goes over the network. Pure.
#pragma once

#include "Result.h"

struct MailAddress {
    QString whole;  // as it was given, without blanks around it
    QString local;  // before the last @
    QString domain; // ASCII, lower case, without a dot at its end

    bool operator==(const MailAddress &) const = default;
};

// InvalidArgument for what is no address with the name of a domain; an address of IP in brackets is none.
Result<MailAddress> parseMailAddress(const QString &text);

// A host's name in ASCII and lower case (RFC 3492), without a dot at its end; empty for what is none, which
// an address of IP is too.
QString networkName(const QString &name);
// `host` is `domain`, or a name within it; both as networkName() has them.
bool isWithinDomain(const QString &host, const QString &domain);
