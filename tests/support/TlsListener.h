// SPDX-License-Identifier: GPL-3.0-or-later
//
// TlsListener is a server that shakes hands with TLS from the first byte, says "+OK ready", remembers what
// the client showed, and waits until it goes. For what a ScriptedPopServer cannot do: any address, client
// certificates. In a thread of its own.
#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QSslCertificate>
#include <QSslConfiguration>

#include <memory>
#include <vector>

class TlsListener
{
public:
    struct Client {
        QSslCertificate certificate; // null: it showed none
        QSsl::SslProtocol protocol = QSsl::UnknownProtocol;
    };

    explicit TlsListener(const QSslConfiguration &configuration,
                         const QHostAddress &address = QHostAddress::LocalHost);
    ~TlsListener();

    quint16 port() const;                // 0: the address is not to be had
    std::vector<Client> clients() const; // that finished the handshake

private:
    class Private;
    std::unique_ptr<Private> d;
};
