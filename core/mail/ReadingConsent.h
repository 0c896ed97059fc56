// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReadingConsent is the user's word that pictures on the network are loaded for all mail of a sender or of a
// domain. A value.
#pragma once

#include <QString>

struct ReadingConsent {
    enum class Kind { Sender = 1, Domain = 2 }; // as the catalogue has them

    Kind kind = Kind::Sender;
    QString value; // "anna@example.org" or "example.org", in lower case
    qint64 since = 0;

    // For the sender himself, or for all of his domain; `value` is empty where the address has none.
    static ReadingConsent of(Kind kind, const QString &address, qint64 now = 0)
    {
        const QString whole = address.trimmed().toLower();
        const qsizetype at = whole.lastIndexOf(QLatin1Char('@'));
        const bool isWhole = at > 0 && at + 1 < whole.size() && whole.size() <= 320;
        if (!isWhole)
            return {kind, {}, now};
        return {kind, kind == Kind::Sender ? whole : whole.mid(at + 1), now};
    }
    // A domain is that domain alone: what lies below it may be somebody else's.
    bool covers(const QString &address) const { return !value.isEmpty() && of(kind, address).value == value; }

    bool operator==(const ReadingConsent &) const = default;
};
