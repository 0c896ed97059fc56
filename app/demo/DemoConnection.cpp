// SPDX-License-Identifier: GPL-3.0-or-later
#include "DemoConnection.h"

#include <QTcpSocket>

namespace
{

// Replies that the client has not read yet; above this the next command waits, so a client that pipelines
// without reading cannot fill the memory.
constexpr qint64 maximumUnread = 1024 * 1024;
// RFC 2449 section 4 allows 255 octets, RFC 5034 section 4 allows 12288 for a line of AUTH.
constexpr qint64 maximumLine = 12288;

} // namespace

DemoConnection::DemoConnection(QTcpSocket *socket, DemoMailbox &mailbox, QObject *parent)
    : QObject(parent), m_socket(socket), m_session(mailbox)
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(64 * 1024);
    connect(m_socket, &QTcpSocket::readyRead, this, &DemoConnection::answerLines);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &DemoConnection::answerLines);
    connect(m_socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    m_socket->write(m_session.greeting());
    answerLines(); // what arrived before the signals were connected
}

void DemoConnection::answerLines()
{
    if (m_socket->state() != QAbstractSocket::ConnectedState)
        return; // closing: the last reply still drains
    while (!m_session.ended() && m_socket->bytesToWrite() < maximumUnread && m_socket->canReadLine()) {
        QByteArray line = m_socket->readLine();
        line.chop(line.endsWith("\r\n") ? 2 : 1);
        m_socket->write(m_session.answer(line));
    }
    if (m_session.ended()) {
        m_socket->disconnectFromHost();
    } else if (!m_socket->canReadLine() && m_socket->bytesAvailable() > maximumLine) {
        m_socket->write("-ERR this line is too long\r\n");
        m_socket->disconnectFromHost();
    }
}
