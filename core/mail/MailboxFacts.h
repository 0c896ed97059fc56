// SPDX-License-Identifier: GPL-3.0-or-later
//
// MailboxFacts is what a real sign-in found out about a mailbox, before anything is downloaded or deleted.
#pragma once

#include <QString>

#include <optional>

struct MailboxFacts {
    int messages = 0;
    qint64 bytes = 0;
    qint64 oldest = 0, newest = 0; // dates, seconds since 1970 UTC; 0: not known, or not cheap to know
    bool uidl = false; // the server gives unique-ids: mail can be left there without being fetched twice
    bool top = false;
    bool pipelining = false;
    QString tlsVersion;            // empty: not encrypted
    QString signIn;                // "PLAIN", "USER"
    std::optional<int> expireDays; // the server removes mail by itself after so many days
    std::optional<int> loginDelay; // seconds between two sign-ins

    bool operator==(const MailboxFacts &) const = default;
};
