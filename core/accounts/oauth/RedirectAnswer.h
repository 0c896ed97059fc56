// SPDX-License-Identifier: GPL-3.0-or-later
//
// RedirectAnswer is what a browser brings back from the provider's page: the code, or why there is none. Read
// out of a request of HTTP/1.x as any program of this computer could send it: everything but the one that is
// waited for is refused. Private to this module; pure.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

struct RedirectAnswer {
    QString code;  // empty: the provider said no
    QString error; // RFC 6749 §4.1.2.1
    QString words; // the provider's, for the user; empty

    bool operator==(const RedirectAnswer &) const = default;
};

struct RedirectReading {
    int status = 0;        // of HTTP, to answer with; 0: more bytes are needed
    RedirectAnswer answer; // with 200
};

// The longest request that is read on, in octets.
constexpr qsizetype longestRedirect = 16 * 1024;

// `hosts`: what the request may call this computer, since a page of the internet whose name leads here would
// call it by that name. `state`: what the right answer brings.
RedirectReading readRedirect(const QByteArray &request, const QStringList &hosts, const QString &state);
