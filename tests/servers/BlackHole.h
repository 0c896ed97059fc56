// SPDX-License-Identifier: GPL-3.0-or-later
//
// BlackHole is a port of loopback at which a connection attempt neither succeeds nor fails: the queue of its
// listener is full and nobody empties it. Any thread.
#pragma once

#include <QtGlobal>

#include <vector>

class BlackHole
{
public:
    BlackHole();
    ~BlackHole();
    BlackHole(const BlackHole &) = delete;
    BlackHole &operator=(const BlackHole &) = delete;

    quint16 port() const { return m_port; } // 0 when it could not be made

private:
    int m_listener = -1;
    std::vector<int> m_waiting; // the connections that fill the queue
    quint16 m_port = 0;
};
