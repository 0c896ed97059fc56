// SPDX-License-Identifier: GPL-3.0-or-later
#include "CuttingProxy.h"

#include <QHostAddress>
#include <QTcpSocket>

#include <algorithm>
#include <memory>
#include <sys/socket.h>

struct CuttingProxy::Pair {
    QTcpSocket *client = nullptr; // owned by the listener
    QTcpSocket *server = nullptr; // a child of `client`
    qint64 limit = -1;
    Cut cut = Cut::Close;
    qint64 forwarded = 0;
    bool ended = false;
};

CuttingProxy::CuttingProxy(quint16 serverPort, QObject *parent) : QObject(parent), m_serverPort(serverPort)
{
    connect(&m_listener, &QTcpServer::newConnection, this, &CuttingProxy::accept);
    m_listener.listen(QHostAddress::LocalHost);
}

void CuttingProxy::cutAfter(qint64 bytesToClient, Cut cut, bool downAfter)
{
    m_downAfter = downAfter;
    m_isDown = false;
    m_limit = bytesToClient;
    m_cut = cut;
}

void CuttingProxy::accept()
{
    while (QTcpSocket *client = m_listener.nextPendingConnection()) {
        if (m_isDown) {
            client->abort();
            client->deleteLater();
            continue;
        }
        auto pair = std::make_shared<Pair>();
        pair->client = client;
        pair->server = new QTcpSocket(client);
        pair->limit = m_limit;
        pair->cut = m_cut;
        connect(client, &QTcpSocket::readyRead, this, [pair] {
            if (!pair->ended)
                pair->server->write(pair->client->readAll());
        });
        connect(pair->server, &QTcpSocket::readyRead, this, [this, pair] { toClient(*pair); });
        connect(client, &QTcpSocket::disconnected, this, [pair] {
            pair->ended = true;
            pair->server->disconnectFromHost();
            pair->client->deleteLater();
        });
        connect(pair->server, &QTcpSocket::disconnected, this, [this, pair] {
            if (pair->ended)
                return;
            toClient(*pair);
            pair->client->disconnectFromHost();
        });
        pair->server->connectToHost(QHostAddress::LocalHost, m_serverPort);
    }
}

void CuttingProxy::toClient(Pair &pair)
{
    if (pair.ended)
        return;
    QByteArray bytes = pair.server->readAll();
    const bool cutNow = pair.limit >= 0 && pair.forwarded + bytes.size() >= pair.limit;
    if (cutNow)
        bytes.truncate(pair.limit - pair.forwarded);
    pair.forwarded += bytes.size();
    m_forwarded = std::max(m_forwarded, pair.forwarded);
    pair.client->write(bytes);
    if (!cutNow)
        return;
    pair.ended = true;
    ++m_cuts;
    m_isDown = m_downAfter;
    // What was let through must arrive, so that the cut is where it was asked for.
    while (pair.client->bytesToWrite() > 0 && pair.client->waitForBytesWritten(5'000)) {
    }
    if (pair.cut == Cut::Reset) {
        const linger atOnce{1, 0};
        ::setsockopt(int(pair.client->socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
        pair.client->abort();
    } else {
        pair.client->disconnectFromHost();
    }
    pair.server->abort();
}
