// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestHttpServer.h"

#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QThread>

#include <mutex>

namespace
{
// The length that a request's head announces; 0 without one.
qsizetype bodyLength(const QByteArray &head)
{
    const QByteArray name = "\r\ncontent-length:";
    const qsizetype at = head.toLower().indexOf(name);
    if (at < 0)
        return 0;
    const qsizetype begin = at + name.size();
    return head.mid(begin, head.indexOf('\r', begin) - begin).trimmed().toLongLong();
}
} // namespace

class TestHttpServer::Private
{
public:
    Responder responder;
    std::unique_ptr<QTcpServer> server;
    QThread thread;
    quint16 port = 0;
    mutable std::mutex mutex;
    std::vector<Request> requests;

    void accept()
    {
        while (QTcpSocket *const socket = server->nextPendingConnection()) {
            QObject::connect(socket, &QAbstractSocket::disconnected, socket, &QObject::deleteLater);
            QObject::connect(socket, &QIODevice::readyRead, socket, [this, socket] { take(*socket); });
            take(*socket);
        }
    }

    void take(QTcpSocket &socket)
    {
        const QByteArray bytes = socket.peek(socket.bytesAvailable());
        const qsizetype end = bytes.indexOf("\r\n\r\n");
        if (end < 0 || bytes.size() < end + 4 + bodyLength(bytes.left(end) + '\r'))
            return;
        socket.skip(bytes.size());
        Request request;
        request.head = bytes.left(end);
        request.body = bytes.mid(end + 4);
        request.path = request.head.split(' ').value(1);
        {
            const std::lock_guard lock(mutex);
            requests.push_back(request);
        }
        const QByteArray answer = responder(request);
        if (answer.isEmpty())
            return;
        socket.write(answer);
        socket.disconnectFromHost();
    }
};

QString TestHttpServer::Request::field(const QString &name) const
{
    return QUrlQuery(QString::fromLatin1(body)).queryItemValue(name, QUrl::FullyDecoded);
}

TestHttpServer::TestHttpServer(Responder responder, const ServerIdentity &identity)
    : d(std::make_unique<Private>())
{
    d->responder = std::move(responder);
    if (identity.isEmpty()) {
        d->server = std::make_unique<QTcpServer>();
    } else {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificateChain(identity.certificates());
        configuration.setPrivateKey(identity.key());
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        auto server = std::make_unique<QSslServer>();
        server->setSslConfiguration(configuration);
        d->server = std::move(server);
    }
    QTcpServer *const server = d->server.get();
    QObject::connect(server, &QTcpServer::pendingConnectionAvailable, server, [this] { d->accept(); });
    server->moveToThread(&d->thread);
    d->thread.start();
    QMetaObject::invokeMethod(
        server,
        [this, server] {
            if (server->listen(QHostAddress::LocalHost))
                d->port = server->serverPort();
        },
        Qt::BlockingQueuedConnection);
}

TestHttpServer::~TestHttpServer()
{
    QTcpServer *const server = d->server.get();
    QMetaObject::invokeMethod(
        server,
        [server] {
            server->close();
            // Those of TLS have a socket within them.
            qDeleteAll(server->findChildren<QTcpSocket *>(Qt::FindDirectChildrenOnly));
        },
        Qt::BlockingQueuedConnection);
    d->thread.quit();
    d->thread.wait();
}

quint16 TestHttpServer::port() const
{
    return d->port;
}

std::vector<TestHttpServer::Request> TestHttpServer::requests() const
{
    const std::lock_guard lock(d->mutex);
    return d->requests;
}

QByteArray TestHttpServer::answer(int status, const QByteArray &body, const QByteArray &fields)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " Said\r\nContent-Type: application/json\r\n" + fields +
           "Content-Length: " + QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}
