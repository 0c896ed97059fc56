// SPDX-License-Identifier: GPL-3.0-or-later
//
// CuttingProxy stands between a client and a server on loopback and cuts the connection after a chosen number
// of bytes from the server to the client, in the middle of a TLS record as well as of a message. It works
// while its thread's event loop runs.
#pragma once

#include <QTcpServer>

class CuttingProxy : public QObject
{
    Q_OBJECT
public:
    enum class Cut {
        Close, // an orderly end of the stream (FIN)
        Reset, // RST, as a router that has lost its memory sends it
    };

    explicit CuttingProxy(quint16 serverPort, QObject *parent = nullptr);

    quint16 port() const { return m_listener.serverPort(); }
    // Applies to the connections made afterwards; negative: never. `downAfter`: when one was cut, no other
    // gets through, as when the network is down.
    void cutAfter(qint64 bytesToClient, Cut cut, bool downAfter = false);
    qint64 bytesToClient() const { return m_forwarded; } // of the connection that had most
    int cuts() const { return m_cuts; }

private:
    struct Pair;
    void accept();
    void toClient(Pair &pair);

    quint16 m_serverPort;
    QTcpServer m_listener;
    qint64 m_limit = -1;
    Cut m_cut = Cut::Close;
    bool m_downAfter = false;
    bool m_isDown = false;
    qint64 m_forwarded = 0;
    int m_cuts = 0;
};
