// SPDX-License-Identifier: GPL-3.0-or-later
//
// NotedListings are the two latest complete listings of an account that were noted, and say how long the
// ledger remembers what is gone from the server: 90 days, and until two listings without it were seen after
// it went. Who finds old mail listed again after a year away is not to fetch it twice. A value.
#pragma once

#include <QByteArray>

#include <algorithm>

struct NotedListings {
    qint64 before = 0; // seconds since 1970 UTC; 0: there was none
    qint64 last = 0;

    bool operator==(const NotedListings &) const = default;

    // With a listing at `now`. They are noted a day apart at least, so that a check that finds nothing new
    // writes nothing: otherwise it is the same. A clock that was set back begins the count anew.
    NotedListings with(qint64 now) const
    {
        if (last > now)
            return {0, now};
        return last != 0 && now - last < day ? *this : NotedListings{last, now};
    }

    // What went before this time may be forgotten.
    qint64 forgottenBefore(qint64 now) const { return std::min(before, now - 90 * day); }

    QByteArray toBytes() const { return QByteArray::number(before) + ' ' + QByteArray::number(last); }
    static NotedListings fromBytes(const QByteArray &bytes)
    {
        const qsizetype middle = bytes.indexOf(' ');
        if (middle < 0)
            return {};
        return {bytes.first(middle).toLongLong(), bytes.sliced(middle + 1).toLongLong()};
    }

private:
    static constexpr qint64 day = 24 * 60 * 60;
};
