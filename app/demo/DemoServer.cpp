// SPDX-License-Identifier: GPL-3.0-or-later
#include "DemoServer.h"

#include "DemoConnection.h"

#include <QEventLoop>
#include <QHostAddress>
#include <QTcpServer>
#include <QThread>

#include <future>

namespace
{

// All of the server's objects live here, on the stack of its thread, and end with its event loop.
void serve(const QByteArrayList &messages, std::promise<quint16> port)
{
    DemoMailbox mailbox = makeDemoMailbox(messages);
    QTcpServer listener; // declared after the mailbox: it owns the connections, which use the mailbox
    QObject::connect(&listener, &QTcpServer::newConnection, &listener, [&listener, &mailbox] {
        while (QTcpSocket *socket = listener.nextPendingConnection())
            new DemoConnection(socket, mailbox, &listener);
    });
    const bool listens = listener.listen(QHostAddress::LocalHost, 0);
    port.set_value(listens ? listener.serverPort() : quint16(0));
    if (listens)
        QEventLoop().exec();
}

} // namespace

DemoServer::DemoServer(QByteArrayList messages) : m_messages(std::move(messages)) {}

DemoServer::~DemoServer()
{
    if (m_thread) {
        m_thread->quit();
        m_thread->wait();
    }
}

quint16 DemoServer::start()
{
    if (m_port != 0)
        return m_port;
    if (m_thread)
        m_thread->wait(); // an earlier start that was refused
    std::promise<quint16> port;
    auto answer = port.get_future();
    m_thread.reset(QThread::create(
        [messages = m_messages, port = std::move(port)]() mutable { serve(messages, std::move(port)); }));
    m_thread->setObjectName(QStringLiteral("demo server"));
    m_thread->start();
    m_port = answer.get();
    return m_port;
}
