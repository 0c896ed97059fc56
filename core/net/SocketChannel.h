// SPDX-License-Identifier: GPL-3.0-or-later
//
// SocketChannel is the Channel over TCP and TLS (QSslSocket), through a proxy where the endpoint names one.
// It lives in a worker thread, never in the GUI thread, and waits by SocketWait: a cancel ends any wait, name
// look-up and handshake included, at once. TLS 1.2 or later; the certificate must verify for the host that
// the user configured (SNI sent), or be pinned for it (R70-R72, R78).
#pragma once

#include "Cancellation.h"
#include "Channel.h"
#include "ConnectionTrace.h"
#include "Endpoint.h"
#include "TcpConnector.h"

#include <memory>

class SocketChannel final : public Channel
{
public:
    struct Options {
        ConnectionTrace *trace = nullptr; // filled also by a later startTls(); outlives the channel
        NameLookup lookup = systemNameLookup();
    };

    // Connects, and shakes hands when security is Security::Tls. `cancellation` must outlive the channel.
    // Errors: HostNotFound, ConnectionRefused, Timeout (R120), ProxyFailed for all that goes wrong before the
    // proxy has made its connection, TlsFailed, CertificateUntrusted and CertificateChanged with the chain,
    // Cancelled.
    static Result<std::unique_ptr<SocketChannel>> connect(const Endpoint &endpoint,
                                                          Cancellation &cancellation, const Options &options);
    static Result<std::unique_ptr<SocketChannel>> connect(const Endpoint &endpoint,
                                                          Cancellation &cancellation)
    {
        return connect(endpoint, cancellation, Options());
    }
    ~SocketChannel() override;

    Result<void> write(QByteArrayView bytes) override;
    Result<void> read(QByteArray &buffer, std::chrono::milliseconds timeout) override;
    qint64 unreadBytes() const override;
    Result<void> startTls() override;
    bool isEncrypted() const override;
    QString tlsVersion() const override;
    void close() override;

private:
    class Private;
    explicit SocketChannel(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};
