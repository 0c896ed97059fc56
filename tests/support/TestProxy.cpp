// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestProxy.h"

#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QtEndian>

#include <atomic>
#include <mutex>
#include <vector>

namespace
{
constexpr int pollMilliseconds = 5;

struct Ended {
};
} // namespace

class TestProxy::Private final : public QTcpServer
{
public:
    explicit Private(const Settings &how) : settings(how) {}

    void incomingConnection(qintptr descriptor) override
    {
        threads.emplace_back(QThread::create([this, descriptor] {
            QTcpSocket client;
            client.setSocketDescriptor(descriptor);
            try {
                serve(client);
            } catch (const Ended &) {
            }
            client.disconnectFromHost();
            if (client.state() != QAbstractSocket::UnconnectedState && !stopping)
                client.waitForDisconnected(1000);
        }));
        threads.back()->start();
    }

    void checkAlive(const QTcpSocket &socket) const
    {
        if (stopping || (socket.state() != QAbstractSocket::ConnectedState && socket.bytesAvailable() == 0))
            throw Ended();
    }
    QByteArray take(QTcpSocket &client, qsizetype size) const
    {
        while (client.bytesAvailable() < size) {
            if (client.state() != QAbstractSocket::ConnectedState)
                throw Ended();
            checkAlive(client);
            client.waitForReadyRead(pollMilliseconds);
        }
        return client.read(size);
    }
    void say(QTcpSocket &client, const QByteArray &bytes) const
    {
        const qsizetype step = settings.answersBytewise ? 1 : bytes.size();
        for (qsizetype at = 0; at < bytes.size(); at += step) {
            client.write(bytes.mid(at, step));
            client.flush();
            if (settings.answersBytewise)
                QThread::msleep(1);
        }
    }
    void record(const QByteArray &host, const QByteArray &port)
    {
        const std::lock_guard lock(mutex);
        requests.append(host + ':' + port);
    }

    void serve(QTcpSocket &client);
    void socks(QTcpSocket &client);
    void http(QTcpSocket &client);
    void refuseOrForward(QTcpSocket &client, quint16 port, const QByteArray &welcome);

    const Settings settings;
    std::atomic<bool> stopping{false};
    quint16 listeningPort = 0;
    mutable std::mutex mutex;
    QByteArrayList requests;
    std::vector<std::unique_ptr<QThread>> threads; // of the clients; used in `thread` alone
    QThread thread;
};

void TestProxy::Private::serve(QTcpSocket &client)
{
    while (settings.hangs) {
        checkAlive(client);
        client.waitForReadyRead(pollMilliseconds);
    }
    if (!settings.firstAnswer.isEmpty()) {
        take(client, 1);
        say(client, settings.firstAnswer);
        while (true) {
            client.readAll();
            checkAlive(client);
            client.waitForReadyRead(pollMilliseconds);
        }
    }
    settings.kind == Kind::Socks5 ? socks(client) : http(client);
}

void TestProxy::Private::socks(QTcpSocket &client)
{
    const QByteArray head = take(client, 2);
    const QByteArray methods = take(client, quint8(head[1]));
    const char method = settings.user.isEmpty() ? 0 : 2;
    if (!methods.contains(method)) {
        say(client, QByteArray("\x05\xff"));
        return;
    }
    say(client, QByteArray(1, 5) + method);
    if (method == 2) {
        const QByteArray user = take(client, quint8(take(client, 2)[1]));
        const QByteArray password = take(client, quint8(take(client, 1)[0]));
        const bool good = user == settings.user && password == settings.password;
        say(client, QByteArray(1, 1) + char(good ? 0 : 1));
        if (!good)
            return;
    }
    const QByteArray request = take(client, 4);
    QByteArray host;
    if (request[3] == 3)
        host = take(client, quint8(take(client, 1)[0]));
    else if (request[3] == 1)
        host = QHostAddress(qFromBigEndian<quint32>(take(client, 4).constData())).toString().toLatin1();
    else
        host = QHostAddress(reinterpret_cast<const quint8 *>(take(client, 16).constData()))
                   .toString()
                   .toLatin1();
    const auto port = qFromBigEndian<quint16>(take(client, 2).constData());
    record(host, QByteArray::number(port));
    const QByteArray from =
        settings.saysItsName ? QByteArray("\x03\x05proxy", 7) : QByteArray("\x01\x7f\0\0\x01", 5);
    refuseOrForward(client, port, QByteArray("\x05\x00\x00", 3) + from + QByteArray("\x01\x02", 2));
}

void TestProxy::Private::http(QTcpSocket &client)
{
    QByteArray head;
    while (!head.endsWith("\r\n\r\n"))
        head += take(client, 1);
    const QByteArray target = head.split(' ').value(1);
    const QByteArray port = target.mid(target.lastIndexOf(':') + 1);
    record(target.left(target.lastIndexOf(':')), port);
    const QByteArray credentials =
        "\r\nProxy-Authorization: Basic " + (settings.user + ':' + settings.password).toBase64() + "\r\n";
    if (!settings.user.isEmpty() && !head.contains(credentials)) {
        say(client,
            "HTTP/1.1 407 Proxy Authentication Required\r\n"
            "Proxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return;
    }
    refuseOrForward(client, port.toUShort(), "HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n");
}

void TestProxy::Private::refuseOrForward(QTcpSocket &client, quint16 port, const QByteArray &welcome)
{
    if (!settings.refusal.isEmpty()) {
        say(client, settings.refusal);
        return;
    }
    QTcpSocket server;
    server.connectToHost(QHostAddress::LocalHost, settings.target != 0 ? settings.target : port);
    if (!server.waitForConnected(10000))
        return;
    say(client, welcome);
    while (true) {
        server.write(client.readAll());
        client.write(server.readAll());
        server.flush();
        client.flush();
        checkAlive(client);
        checkAlive(server);
        client.waitForReadyRead(pollMilliseconds);
        server.waitForReadyRead(pollMilliseconds);
    }
}

TestProxy::TestProxy(const Settings &settings) : d(std::make_unique<Private>(settings))
{
    d->moveToThread(&d->thread);
    d->thread.start();
    QMetaObject::invokeMethod(
        d.get(),
        [this] {
            if (!d->listen(QHostAddress::LocalHost))
                qFatal("no free port on 127.0.0.1");
            d->listeningPort = d->serverPort();
        },
        Qt::BlockingQueuedConnection);
}

TestProxy::~TestProxy()
{
    d->stopping = true;
    QMetaObject::invokeMethod(
        d.get(),
        [this] {
            d->close();
            for (const auto &thread : d->threads)
                thread->wait();
            d->threads.clear();
        },
        Qt::BlockingQueuedConnection);
    d->thread.quit();
    d->thread.wait();
}

quint16 TestProxy::port() const
{
    return d->listeningPort;
}

QByteArrayList TestProxy::requests() const
{
    const std::lock_guard lock(d->mutex);
    return d->requests;
}
