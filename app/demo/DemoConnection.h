// SPDX-License-Identifier: GPL-3.0-or-later
//
// DemoConnection joins one client's socket to its session: it cuts the stream into command lines and writes
// the replies, in order, so that pipelined commands just work. Thread of the demo server; deletes itself when
// the client is gone.
#pragma once

#include "DemoSession.h"

#include <QObject>

class QTcpSocket;

class DemoConnection final : public QObject
{
    Q_OBJECT

public:
    // Takes over the socket. The mailbox must outlive the connection.
    DemoConnection(QTcpSocket *socket, DemoMailbox &mailbox, QObject *parent);

private:
    void answerLines();

    QTcpSocket *m_socket;
    DemoSession m_session;
};
