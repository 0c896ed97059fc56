// SPDX-License-Identifier: GPL-3.0-or-later
//
// HttpRequest asks a stranger's web server one question and tells it nothing but that: no cookie, no
// referrer, no language, no name of the program, no credential; nothing is kept for the next question. It
// goes to addresses of the internet alone, whatever a name leads to, and TLS is checked as for mail. For
// worker threads; a cancel ends it at once.
#pragma once

#include "Cancellation.h"
#include "Endpoint.h"
#include "HttpAnswerReader.h"
#include "TcpConnector.h"

#include <QUrl>

struct HttpRequest {
    QUrl url;                             // http or https; what stands before an @ is left out
    QByteArray accept;                    // media types
    QByteArray form = {};                 // application/x-www-form-urlencoded, sent with POST; empty: GET
    ProxyServer proxy = {};               // looks names up itself
    qint64 longestBody = 8 * 1024 * 1024; // octets
    std::chrono::milliseconds patience{20'000}; // for all of it
    bool mayBePrivate = false;                  // tests have their servers on this computer
    QString caFile = {};                        // PEM with additional authorities; empty: the system's alone
    NameLookup lookup = {};                     // empty: the system's
};

// InvalidArgument for a URL that is not to be asked; HostNotFound also for what isPublic() says no to; all
// that Channel says; ProtocolViolation for no or too long an answer. Redirections are not followed.
Result<HttpAnswer> askWebServer(const HttpRequest &request, Cancellation &cancellation);
