// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the tests of SocketChannel share: one session in a worker thread, told as a value.
#pragma once

#include "InWorker.h"
#include "SocketChannel.h"

#include <QHostInfo>
#include <QTcpServer>

using namespace std::chrono_literals;

struct Outcome {
    QByteArray bytes;
    std::optional<Error> error;
    QString tlsVersion;
    qint64 unread = 0;
    ConnectionTrace trace = {};
};

// A look-up that knows these addresses for every name, and remembers the names.
struct KnownNames {
    QList<QHostAddress> addresses;
    QStringList asked = {};

    NameLookup lookup()
    {
        return [this](const QString &name, QObject *, const std::function<void(const QHostInfo &)> &found) {
            asked.append(name);
            QHostInfo info;
            info.setHostName(name);
            info.setAddresses(addresses);
            if (addresses.isEmpty())
                info.setErrorString(QStringLiteral("no such host"));
            found(info);
        };
    }
};

inline bool hasIpv6()
{
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHostIPv6);
}

inline std::optional<ErrorCode> codeOf(const Outcome &outcome)
{
    return outcome.error ? std::optional(outcome.error->code) : std::nullopt;
}

inline Endpoint endpoint(quint16 port, Security security = Security::None,
                         const QString &host = QStringLiteral("127.0.0.1"))
{
    return {host, port, security, {}};
}

// Connects, sends `request`, reads until the peer closes or something fails.
inline Outcome session(const Endpoint &where, const QByteArray &request = {}, bool stls = false,
                       std::chrono::milliseconds timeout = 20s, const NameLookup &lookup = systemNameLookup())
{
    return inWorker([&]() -> Outcome {
        Outcome outcome;
        Cancellation cancellation;
        auto channel = SocketChannel::connect(where, cancellation, {&outcome.trace, lookup});
        if (!channel) {
            outcome.error = channel.error();
            return outcome;
        }
        if (stls) {
            const auto encrypted = (*channel)->startTls();
            if (!encrypted) {
                outcome.error = encrypted.error();
                outcome.unread = (*channel)->unreadBytes();
                return outcome;
            }
        }
        outcome.tlsVersion = (*channel)->tlsVersion();
        if (!request.isEmpty()) {
            const auto written = (*channel)->write(request);
            if (!written)
                outcome.error = written.error();
        }
        while (!outcome.error) {
            const auto read = (*channel)->read(outcome.bytes, timeout);
            if (!read)
                outcome.error = read.error();
        }
        return outcome;
    });
}
