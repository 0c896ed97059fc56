// SPDX-License-Identifier: GPL-3.0-or-later
//
// DemoServer is Poplar's built-in POP3 server for looking around with sample mail. It listens on 127.0.0.1
// alone, on a port that the system chooses, without TLS; user and password are both "demo". It runs in a
// thread of its own; the object itself belongs to the thread that made it. Its mailbox lives in memory and
// lasts as long as the server runs.
#pragma once

#include <QByteArrayList>

#include <memory>

class QThread;

class DemoServer
{
public:
    // Messages in mailbox order, lines ending in CRLF.
    explicit DemoServer(QByteArrayList messages);
    // Closes all connections and waits for the thread.
    ~DemoServer();
    DemoServer(const DemoServer &) = delete;
    DemoServer &operator=(const DemoServer &) = delete;

    // The port on 127.0.0.1 (when it runs already, the same one again); 0 when the system grants none.
    quint16 start();

private:
    QByteArrayList m_messages;
    std::unique_ptr<QThread> m_thread;
    quint16 m_port = 0;
};
