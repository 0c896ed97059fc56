// SPDX-License-Identifier: GPL-3.0-or-later
//
// FullListener listens with a full backlog, so that a connect to it neither succeeds nor fails: what a dead
// host looks like, on loopback.
#pragma once

#include <QTcpServer>
#include <QTcpSocket>

#include <memory>
#include <vector>

class FullListener
{
public:
    // Port 0: any free one.
    explicit FullListener(const QHostAddress &address = QHostAddress::LocalHost, quint16 port = 0)
    {
        m_server.setListenBacklogSize(0);
        if (!m_server.listen(address, port))
            return;
        m_server.pauseAccepting();
        do {
            m_fillers.push_back(std::make_unique<QTcpSocket>());
            m_fillers.back()->connectToHost(address, m_server.serverPort());
        } while (m_fillers.back()->waitForConnected(300) && m_fillers.size() < 50);
    }

    bool isListening() const { return m_server.isListening(); }
    quint16 port() const { return m_server.serverPort(); }

private:
    QTcpServer m_server;
    std::vector<std::unique_ptr<QTcpSocket>> m_fillers;
};
