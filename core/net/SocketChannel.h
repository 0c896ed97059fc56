// SPDX-License-Identifier: GPL-3.0-or-later
//
// SocketChannel is the Channel over TCP and TLS (QSslSocket). It lives in a worker thread, never in the GUI
// thread, and waits in an event loop of its own, the only nested loop in Poplar. A cancel ends any wait,
// name look-up and handshake included, at once. TLS 1.2 or later; the certificate must verify for the host
// that the user configured (SNI sent), or be pinned for it (R70-R72).
#pragma once

#include "Cancellation.h"
#include "Channel.h"
#include "Endpoint.h"

#include <memory>

class SocketChannel final : public Channel
{
public:
    // Connects, and shakes hands when security is Security::Tls. `cancellation` must outlive the channel.
    // Errors: HostNotFound, ConnectionRefused, Timeout (30 s for each phase, R120), TlsFailed,
    // CertificateUntrusted with the chain, Cancelled.
    static Result<std::unique_ptr<SocketChannel>> connect(const Endpoint &endpoint,
                                                          Cancellation &cancellation);
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
