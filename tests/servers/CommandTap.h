// SPDX-License-Identifier: GPL-3.0-or-later
//
// CommandTap stands between a client and a server on loopback, for sessions without encryption: it writes
// down every command line of the client, and can hold back those that begin with a word until it is told to
// let them pass. It works while its thread's event loop runs.
#pragma once

#include <QByteArrayList>
#include <QTcpServer>

#include <functional>
#include <vector>

class CommandTap : public QObject
{
    Q_OBJECT
public:
    explicit CommandTap(quint16 serverPort, QObject *parent = nullptr);

    quint16 port() const { return m_listener.serverPort(); }
    int connections() const { return m_connections; }
    // Of all connections, in order, without line ends.
    QByteArrayList lines() const { return m_lines; }
    QByteArrayList linesWith(QByteArrayView keyword) const;
    // Lines with this word, and what comes behind them, wait for letPass().
    void holdBack(const QByteArray &keyword) { m_held = keyword; }
    void letPass();

private:
    void accept();

    const quint16 m_serverPort;
    QTcpServer m_listener;
    QByteArrayList m_lines;
    QByteArray m_held; // empty: nothing is
    std::vector<std::function<void()>> m_waiting;
    int m_connections = 0;
};
