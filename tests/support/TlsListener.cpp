// SPDX-License-Identifier: GPL-3.0-or-later
#include "TlsListener.h"

#include <QSslServer>
#include <QSslSocket>
#include <QThread>

#include <mutex>

class TlsListener::Private
{
public:
    QSslServer server;
    QThread thread;
    quint16 port = 0;
    mutable std::mutex mutex;
    std::vector<Client> clients;

    void greet()
    {
        while (auto *socket = qobject_cast<QSslSocket *>(server.nextPendingConnection())) {
            {
                const std::lock_guard lock(mutex);
                clients.push_back({socket->peerCertificate(), socket->sessionProtocol()});
            }
            socket->write("+OK ready\r\n");
            QObject::connect(socket, &QAbstractSocket::disconnected, socket, &QObject::deleteLater);
        }
    }
};

TlsListener::TlsListener(const QSslConfiguration &configuration, const QHostAddress &address)
    : d(std::make_unique<Private>())
{
    d->server.setSslConfiguration(configuration);
    QObject::connect(&d->server, &QTcpServer::pendingConnectionAvailable, &d->server, [this] { d->greet(); });
    d->server.moveToThread(&d->thread);
    d->thread.start();
    QMetaObject::invokeMethod(
        &d->server,
        [this, address] {
            if (d->server.listen(address))
                d->port = d->server.serverPort();
        },
        Qt::BlockingQueuedConnection);
}

TlsListener::~TlsListener()
{
    QMetaObject::invokeMethod(
        &d->server,
        [this] {
            d->server.close();
            qDeleteAll(d->server.findChildren<QSslSocket *>());
        },
        Qt::BlockingQueuedConnection);
    d->thread.quit();
    d->thread.wait();
}

quint16 TlsListener::port() const
{
    return d->port;
}

std::vector<TlsListener::Client> TlsListener::clients() const
{
    const std::lock_guard lock(d->mutex);
    return d->clients;
}
