// SPDX-License-Identifier: GPL-3.0-or-later
//
// TestHttpServer answers HTTP on a free port of 127.0.0.1, one question for each connection, and remembers
// what it was asked. In a thread of its own.
#pragma once

#include "TestCertificates.h"

#include <QByteArray>
#include <QUrlQuery>

#include <functional>
#include <memory>
#include <vector>

class TestHttpServer
{
public:
    struct Request {
        QByteArray path; // with its query
        QByteArray head; // request line and fields
        QByteArray body;

        // A field of the form in the body, decoded; empty: not there.
        QString field(const QString &name) const;
    };
    // Called in the server's thread; what it returns goes out as it stands. Empty: no answer, and the
    // connection stays.
    using Responder = std::function<QByteArray(const Request &)>;

    // With an identity it is HTTPS.
    explicit TestHttpServer(Responder responder, const ServerIdentity &identity = {});
    ~TestHttpServer();

    quint16 port() const;
    std::vector<Request> requests() const;

    static QByteArray answer(int status, const QByteArray &body, const QByteArray &fields = {});

private:
    class Private;
    std::unique_ptr<Private> d;
};
