// SPDX-License-Identifier: GPL-3.0-or-later
#include "BlackHole.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace
{
// False when the connection is still being made after a short while: the queue is full.
bool connects(int socket, const sockaddr_in &address)
{
    ::fcntl(socket, F_SETFL, O_NONBLOCK);
    if (::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
        return true;
    pollfd waiting{socket, POLLOUT, 0};
    return ::poll(&waiting, 1, 100) == 1;
}
} // namespace

BlackHole::BlackHole() : m_listener(::socket(AF_INET, SOCK_STREAM, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (::bind(m_listener, reinterpret_cast<sockaddr *>(&address), length) != 0 ||
        ::listen(m_listener, 0) != 0 ||
        ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &length) != 0)
        return;
    for (int i = 0; i < 16; ++i) {
        m_waiting.push_back(::socket(AF_INET, SOCK_STREAM, 0));
        if (!connects(m_waiting.back(), address)) {
            m_port = ntohs(address.sin_port);
            return;
        }
    }
}

BlackHole::~BlackHole()
{
    for (const int socket : m_waiting)
        ::close(socket);
    ::close(m_listener);
}
