// SPDX-License-Identifier: GPL-3.0-or-later
//
// TokenServer gives access tokens over HTTP on 127.0.0.1 as RFC 6749 §6 has it: "access-1", "access-2", …,
// and with each a new refresh token "refresh-1", …. Lives in the test's thread, whose event loop must run.
#pragma once

#include <QStringList>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrlQuery>

class TokenServer : public QTcpServer
{
public:
    TokenServer()
    {
        if (!listen(QHostAddress::LocalHost))
            qFatal("no free port on 127.0.0.1");
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *const socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(*socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
    }

    QString url() const { return QStringLiteral("http://127.0.0.1:%1/token").arg(serverPort()); }
    void refuse() { m_refuses = true; } // "invalid_grant" from now on
    // That were shown so far.
    QStringList refreshTokens() const { return m_refreshTokens; }

private:
    void read(QTcpSocket &socket)
    {
        const QByteArray request = socket.property("request").toByteArray() + socket.readAll();
        socket.setProperty("request", request);
        const qsizetype end = request.indexOf("\r\n\r\n");
        const qsizetype at = request.toLower().indexOf("content-length:");
        if (end < 0 || at < 0)
            return;
        const qsizetype length = request.mid(at + 15, request.indexOf('\r', at) - at - 15).trimmed().toInt();
        const QByteArray body = request.mid(end + 4);
        if (body.size() < length)
            return;
        m_refreshTokens +=
            QUrlQuery(QString::fromLatin1(body)).queryItemValue(QStringLiteral("refresh_token"));
        const QByteArray number = QByteArray::number(m_refreshTokens.size());
        const QByteArray answer =
            m_refuses ? QByteArray(R"({"error":"invalid_grant"})")
                      : R"({"token_type":"Bearer","expires_in":3600,"access_token":"access-)" + number +
                            R"(","refresh_token":"refresh-)" + number + "\"}";
        socket.write((m_refuses ? "HTTP/1.1 400 Bad Request\r\n" : "HTTP/1.1 200 OK\r\n") +
                     QByteArray("Content-Type: application/json\r\nConnection: close\r\nContent-Length: ") +
                     QByteArray::number(answer.size()) + "\r\n\r\n" + answer);
        socket.disconnectFromHost();
    }

    QStringList m_refreshTokens;
    bool m_refuses = false;
};
