// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReadingConsent is the user's word that pictures on the network are loaded for all mail of a sender or of a
// domain. A domain is what somebody registered, with all that is below it: newsletters come from
// news.example.org today and from mail.example.org tomorrow. A value.
#pragma once

#include "RegistrableDomain.h"

#include <QString>

struct ReadingConsent {
    enum class Kind { Sender = 1, Domain = 2 }; // as the catalogue has them

    Kind kind = Kind::Sender;
    QString value; // "anna@example.org" or "example.org", in lower case; the domain as punycode
    qint64 since = 0;

    // For the sender himself, or for all who write from his domain; `value` is empty where the address has
    // none.
    static ReadingConsent of(Kind kind, const QString &address, qint64 now = 0)
    {
        const QString whole = address.trimmed().toLower();
        const qsizetype at = whole.lastIndexOf(QLatin1Char('@'));
        const bool isWhole = at > 0 && at + 1 < whole.size() && whole.size() <= 320;
        if (!isWhole)
            return {kind, {}, now};
        return {kind, kind == Kind::Sender ? whole : registrableDomain(domainOf(whole)), now};
    }
    // Never reaches from one customer of a public suffix (github.io) to another.
    bool covers(const QString &address) const
    {
        if (value.isEmpty())
            return false;
        const QString owner = ReadingConsent::of(kind, address).value;
        if (kind == Kind::Sender)
            return owner == value;
        const QString host = domainOf(address.trimmed());
        const QString domain = asciiHost(value); // may be narrower than what is registered
        return owner == registrableDomain(value) &&
               (host == domain || host.endsWith(QLatin1Char('.') + domain));
    }

    bool operator==(const ReadingConsent &) const = default;
};
