// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoopbackListener.h"

#include "Log.h"
#include "SocketWait.h"

#include <QNetworkProxy>
#include <QTcpSocket>

using namespace std::chrono_literals;

namespace
{
constexpr int mostConnections = 16;
constexpr auto slowestRequest = 10s;
constexpr int takenStatus = 200, refusedStatus = 403; // of HTTP

QByteArray pageWith(const QString &words)
{
    return "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Poplar</title></head>\n<body><p>" +
           words.toHtmlEscaped().toUtf8() + "</p></body></html>\n";
}

// The address in the browser holds the code: no page of another host is to learn it, and nothing keeps it.
QByteArray answerWith(int status, const QByteArray &page)
{
    return "HTTP/1.1 " + QByteArray::number(status) + (status == takenStatus ? " OK" : " Refused") +
           "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " +
           QByteArray::number(page.size()) +
           "\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: "
           "nosniff\r\n"
           "Content-Security-Policy: default-src 'none'\r\nConnection: close\r\n\r\n" +
           page;
}
} // namespace

Result<std::unique_ptr<LoopbackListener>> LoopbackListener::open(Name name)
{
    std::unique_ptr<LoopbackListener> listener(new LoopbackListener);
    CHECK(listener->listen(name));
    return listener;
}

// Connections that break with their servers still count themselves.
LoopbackListener::~LoopbackListener()
{
    m_servers.clear();
}

// A port that another program has on ::1 is none: the browser might go there with the code.
Result<void> LoopbackListener::listen(Name name)
{
    constexpr int mostTries = 20;
    for (int tries = 0; tries < mostTries; ++tries) {
        m_servers.clear();
        if (!listenOn(QHostAddress(QHostAddress::LocalHost), 0))
            break;
        const quint16 port = m_servers.front()->serverPort();
        const QString numbers = QStringLiteral("127.0.0.1:%1").arg(port);
        const QString words = QStringLiteral("localhost:%1").arg(port);
        m_hosts = QStringList{name == Name::Address ? numbers : words};
        m_redirectUri = name == Name::Address ? QStringLiteral("http://%1/").arg(numbers)
                                              : QStringLiteral("http://%1").arg(words);
        if (name == Name::Address || listenOn(QHostAddress(QHostAddress::LocalHostIPv6), port))
            return {};
        if (m_servers.back()->serverError() != QAbstractSocket::AddressInUseError) {
            m_servers.pop_back(); // this computer has no ::1
            return {};
        }
    }
    return failure(ErrorCode::ConnectionLost,
                   QStringLiteral("no port of the loopback interface is to be had"));
}

bool LoopbackListener::listenOn(const QHostAddress &address, quint16 port)
{
    m_servers.push_back(std::make_unique<QTcpServer>());
    QTcpServer &server = *m_servers.back();
    server.setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
    QObject::connect(&server, &QTcpServer::pendingConnectionAvailable, &server,
                     [this, &server] { accept(server); });
    return server.listen(address, port);
}

Result<RedirectAnswer> LoopbackListener::wait(const QString &state, const QString &closingWords,
                                              std::chrono::milliseconds patience, Cancellation &cancellation)
{
    SocketWait wait(cancellation);
    m_state = state;
    m_closingWords = closingWords;
    m_wait = &wait;
    const auto end = wait.until([this] { return m_answer.has_value(); }, patience);
    m_wait = nullptr;
    for (const auto &server : m_servers)
        server->close();
    if (end == SocketWait::End::Ready)
        return *m_answer;
    return failure(end == SocketWait::End::Cancelled ? ErrorCode::Cancelled : ErrorCode::Timeout,
                   QStringLiteral("nobody came back from the provider's page"));
}

void LoopbackListener::accept(QTcpServer &server)
{
    while (QTcpSocket *const socket = server.nextPendingConnection()) {
        if (!m_wait || m_open >= mostConnections) {
            delete socket;
            continue;
        }
        ++m_open;
        socket->setReadBufferSize(longestRedirect + 1);
        QObject::connect(socket, &QAbstractSocket::disconnected, socket, [this, socket] {
            --m_open;
            socket->deleteLater();
        });
        QObject::connect(socket, &QIODevice::readyRead, socket, [this, socket] { take(*socket); });
        QTimer::singleShot(slowestRequest, socket, [socket] { socket->abort(); });
        take(*socket);
    }
}

void LoopbackListener::take(QTcpSocket &socket)
{
    if (!m_wait)
        return;
    const RedirectReading reading = readRedirect(socket.peek(longestRedirect + 1), m_hosts, m_state);
    if (reading.status == 0)
        return;
    const bool isAnswer = reading.status == takenStatus && !m_answer;
    if (isAnswer) {
        m_answer = reading.answer;
        m_wait->wake();
    } else {
        qCInfo(logNet) << "refused a request to the loopback listener:" << reading.status;
    }
    socket.readAll();
    QObject::disconnect(&socket, &QIODevice::readyRead, nullptr, nullptr);
    socket.write(isAnswer ? answerWith(takenStatus, pageWith(m_closingWords))
                          : answerWith(reading.status == takenStatus ? refusedStatus : reading.status,
                                       pageWith(QStringLiteral("This is not what Poplar waits for."))));
    socket.flush();
    socket.disconnectFromHost();
}
