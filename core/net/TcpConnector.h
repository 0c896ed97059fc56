// SPDX-License-Identifier: GPL-3.0-or-later
//
// TcpConnector finds a host's addresses and connects to the one that answers first (Happy Eyeballs, RFC 8305,
// without its own resolver): the families alternate, the next address is tried after 250 ms or as soon as one
// has failed, so that a dead IPv6 costs no time-out. In a worker thread.
#pragma once

#include "ConnectionTrace.h"
#include "Result.h"
#include "SocketWait.h"

#include <QHostAddress>
#include <QHostInfo>
#include <QSslSocket>

#include <functional>
#include <memory>

// Looks a name up and calls `found` in the thread of `context`, if that still lives.
using NameLookup = std::function<void(const QString &name, QObject *context,
                                      const std::function<void(const QHostInfo &)> &found)>;
NameLookup systemNameLookup();

// The order in which to try: the system's (RFC 6724), but families alternating, each address once.
QList<QHostAddress> inConnectionOrder(const QList<QHostAddress> &addresses);

// An Error for the state of a socket that is not what it should be.
ErrorCode codeOf(QAbstractSocket::SocketError error);

// "host:port", with brackets around an address of IPv6.
QString placeName(const QString &host, quint16 port);

class TcpConnector
{
public:
    TcpConnector(SocketWait &wait, ConnectionTrace &trace, NameLookup lookup)
        : m_wait(wait), m_trace(trace), m_lookup(std::move(lookup))
    {
    }

    // `host` is a name or an address. HostNotFound, ConnectionRefused, Timeout, Cancelled, ConnectionLost
    // (there is no way there). The socket's `connected` and `errorOccurred` wake the wait.
    Result<std::unique_ptr<QSslSocket>> connect(const QString &host, quint16 port,
                                                std::chrono::milliseconds timeout);

private:
    struct Attempt {
        std::unique_ptr<QSslSocket> socket;
        size_t number; // in the trace
    };

    Result<QList<QHostAddress>> addressesOf(const QString &host, std::chrono::milliseconds timeout);
    Result<std::unique_ptr<QSslSocket>> connectToOne(const QList<QHostAddress> &addresses,
                                                     std::chrono::milliseconds timeout);
    void start(const QHostAddress &address);
    std::unique_ptr<QSslSocket> takeConnected();
    bool dropFailed();
    Error failed(ErrorCode code) const;

    SocketWait &m_wait;
    ConnectionTrace &m_trace;
    const NameLookup m_lookup;
    QString m_host;
    quint16 m_port = 0;
    std::vector<Attempt> m_running;
    std::optional<Error> m_error; // of the attempt that says most
};
