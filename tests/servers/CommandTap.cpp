// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandTap.h"

#include <QTcpSocket>

#include <memory>

CommandTap::CommandTap(quint16 serverPort, QObject *parent) : QObject(parent), m_serverPort(serverPort)
{
    if (!m_listener.listen(QHostAddress::LocalHost))
        qFatal("no port to listen on");
    connect(&m_listener, &QTcpServer::newConnection, this, &CommandTap::accept);
}

QByteArrayList CommandTap::linesWith(QByteArrayView keyword) const
{
    QByteArrayList found;
    for (const QByteArray &line : m_lines)
        if (line.startsWith(keyword))
            found.append(line);
    return found;
}

void CommandTap::letPass()
{
    m_held.clear();
    for (const auto &forward : std::exchange(m_waiting, {}))
        forward();
}

void CommandTap::accept()
{
    QTcpSocket *const client = m_listener.nextPendingConnection();
    auto *const server = new QTcpSocket(client);
    ++m_connections;
    const auto isHeld = std::make_shared<bool>(false);
    const auto forward = [=, this] {
        *isHeld = false;
        while (client->canReadLine()) {
            if (!m_held.isEmpty() && client->peek(m_held.size()) == m_held) {
                if (!std::exchange(*isHeld, true))
                    m_waiting.push_back([=] { Q_EMIT client->readyRead(); });
                return;
            }
            const QByteArray line = client->readLine();
            m_lines.append(line.trimmed());
            server->write(line);
        }
    };
    connect(client, &QTcpSocket::readyRead, this, [=] {
        if (server->state() == QAbstractSocket::ConnectedState)
            forward();
    });
    connect(server, &QTcpSocket::connected, this, forward);
    connect(server, &QTcpSocket::readyRead, client, [=] { client->write(server->readAll()); });
    connect(server, &QTcpSocket::disconnected, client, [client] { client->disconnectFromHost(); });
    connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
    server->connectToHost(QHostAddress::LocalHost, m_serverPort);
}
