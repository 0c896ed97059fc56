// SPDX-License-Identifier: GPL-3.0-or-later
#include "NetworkWatch.h"

#include <mutex>

#ifdef Q_OS_LINUX
#include <arpa/inet.h>
#include <cerrno>
#include <dlfcn.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#endif

namespace
{
std::mutex mutex;
QStringList requests;

void note(const QString &request)
{
    const std::lock_guard lock(mutex);
    requests.append(request);
}

#ifdef Q_OS_LINUX
// Whether the address is one of the network; local sockets are the desktop's.
bool isOfNetwork(const sockaddr *address)
{
    return address && (address->sa_family == AF_INET || address->sa_family == AF_INET6);
}

QString nameOf(const sockaddr *address)
{
    char text[INET6_ADDRSTRLEN] = "?";
    int port = 0;
    if (address->sa_family == AF_INET) {
        const auto *four = reinterpret_cast<const sockaddr_in *>(address);
        inet_ntop(AF_INET, &four->sin_addr, text, sizeof text);
        port = ntohs(four->sin_port);
    } else {
        const auto *six = reinterpret_cast<const sockaddr_in6 *>(address);
        inet_ntop(AF_INET6, &six->sin6_addr, text, sizeof text);
        port = ntohs(six->sin6_port);
    }
    return QStringLiteral("%1:%2").arg(QString::fromLatin1(text)).arg(port);
}
#endif
} // namespace

QStringList NetworkWatch::asked()
{
    const std::lock_guard lock(mutex);
    return requests;
}

#ifdef Q_OS_LINUX
bool NetworkWatch::isWatching()
{
    return true;
}

extern "C" {
int connect(int socket, const sockaddr *address, socklen_t length)
{
    if (isOfNetwork(address)) {
        note(QStringLiteral("connect ") + nameOf(address));
        errno = ENETUNREACH;
        return -1;
    }
    static const auto next = reinterpret_cast<decltype(&::connect)>(dlsym(RTLD_NEXT, "connect"));
    return next(socket, address, length);
}

ssize_t sendto(int socket, const void *bytes, size_t size, int flags, const sockaddr *address,
               socklen_t length)
{
    if (isOfNetwork(address)) {
        note(QStringLiteral("send to ") + nameOf(address));
        errno = ENETUNREACH;
        return -1;
    }
    static const auto next = reinterpret_cast<decltype(&::sendto)>(dlsym(RTLD_NEXT, "sendto"));
    return next(socket, bytes, size, flags, address, length);
}

int getaddrinfo(const char *host, const char *service, const addrinfo *hints, addrinfo **result)
{
    Q_UNUSED(service)
    Q_UNUSED(hints)
    Q_UNUSED(result)
    note(QStringLiteral("resolve ") + QString::fromLatin1(host ? host : "?"));
    return EAI_FAIL;
}
}
#else
bool NetworkWatch::isWatching()
{
    return false;
}
#endif
