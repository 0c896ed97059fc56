// SPDX-License-Identifier: GPL-3.0-or-later
//
// AuthenticationResults is one field of that name (RFC 8601 §2.2), read from its bytes as they stand: encoded
// words are not decoded, since they could hold a semicolon. Any bytes parse, at most maxResults of them
// count. Whether to believe it is for ProviderResults to say. Any thread.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <utility>
#include <vector>

struct AuthenticationResults {
    static constexpr qsizetype maxResults = 100;
    static constexpr qsizetype maxSize = 64 * 1024; // octets that are read

    struct Result {
        QByteArray method; // "dkim", lower case
        QByteArray value;  // "pass", lower case
        // "header.d" and its value, without quotation marks; names in lower case.
        std::vector<std::pair<QByteArray, QByteArray>> properties;

        QByteArray property(QByteArrayView name) const; // empty: none
    };

    QByteArray server; // authserv-id, lower case; empty: it names none
    std::vector<Result> results;

    static AuthenticationResults parse(QByteArrayView value);
};
