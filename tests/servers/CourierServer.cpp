// SPDX-License-Identifier: GPL-3.0-or-later
#include "CourierServer.h"

#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vector>

namespace
{
constexpr int pollMilliseconds = 50;

// No other program that this process starts may hold the connection open.
int withoutHeirs(int descriptor)
{
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    return descriptor;
}

void say(int connection, const QByteArray &line)
{
    const QByteArray bytes = line + "\r\n";
    if (::write(connection, bytes.constData(), size_t(bytes.size())) != bytes.size())
        ::shutdown(connection, SHUT_RDWR);
}

// Byte by byte: what comes after the line is Courier's to read.
bool readLine(int connection, const std::atomic<bool> &stopping, QByteArray &line)
{
    line.clear();
    while (!stopping) {
        pollfd waiting{connection, POLLIN, 0};
        if (::poll(&waiting, 1, pollMilliseconds) <= 0)
            continue;
        char byte = 0;
        if (::read(connection, &byte, 1) != 1)
            return false;
        if (byte == '\n')
            return true;
        if (byte != '\r')
            line += byte;
    }
    return false;
}
} // namespace

CourierServer::~CourierServer()
{
    m_stopping = true;
    if (m_thread.joinable())
        m_thread.join();
    if (m_listener >= 0)
        ::close(m_listener);
}

Result<void> CourierServer::start()
{
    const QString unpacked = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
                             QStringLiteral("/poplar/test-servers");
    const QString program = QStringLiteral("/usr/lib/courier/courier/courierpop3d");
    if (QFileInfo::exists(unpacked + program)) {
        m_program = QFile::encodeName(unpacked + program);
        m_libraries = "LD_LIBRARY_PATH=" + QFile::encodeName(unpacked + QStringLiteral("/usr/lib"));
    } else if (QFileInfo::exists(program)) {
        m_program = QFile::encodeName(program);
    } else {
        return failure(ErrorCode::NotFound, QStringLiteral("Courier's POP3 server is not there. "
                                                           "packaging/test.sh fetches it on Debian."));
    }
    if (!m_directory.isValid())
        return failure(ErrorCode::DiskFailed, m_directory.errorString());
    m_listener = withoutHeirs(::socket(AF_INET, SOCK_STREAM, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (m_listener < 0 || ::bind(m_listener, reinterpret_cast<sockaddr *>(&address), length) != 0 ||
        ::listen(m_listener, 16) != 0 ||
        ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &length) != 0)
        return failure(ErrorCode::ConnectionRefused, QStringLiteral("no free port on 127.0.0.1"));
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { accept(); });
    return {};
}

// One session after the other is all that the tests need.
void CourierServer::accept()
{
    while (!m_stopping) {
        pollfd waiting{m_listener, POLLIN, 0};
        if (::poll(&waiting, 1, pollMilliseconds) <= 0)
            continue;
        const int connection = withoutHeirs(::accept(m_listener, nullptr, nullptr));
        if (connection < 0)
            continue;
        // Courier writes in small pieces, and each would wait 40 ms for an acknowledgement.
        const int on = 1;
        ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        answer(connection);
        ::close(connection);
    }
}

void CourierServer::answer(int connection)
{
    say(connection, "+OK Hello there.");
    QByteArray line, user;
    while (readLine(connection, m_stopping, line)) {
        const QByteArray keyword = line.left(5).toUpper();
        if (keyword == "USER ") {
            user = line.mid(5);
            say(connection, "+OK Password required.");
        } else if (keyword == "PASS ") {
            const bool known = !user.isEmpty() && !user.contains('/') && !user.startsWith('.') &&
                               QFileInfo::exists(m_directory.filePath(QString::fromUtf8(user)));
            if (known && line.mid(5) == password().toUtf8())
                return serve(connection, user);
            say(connection, "-ERR [AUTH] Login failed.");
        } else if (keyword == "CAPA") {
            // As Courier's own front door announces itself, without TLS and SASL.
            say(connection, "+OK Here's what I can do:\r\nTOP\r\nUSER\r\nLOGIN-DELAY 10\r\nPIPELINING\r\n"
                            "UIDL\r\nIMPLEMENTATION Courier Mail Server\r\n.");
        } else if (keyword == "QUIT") {
            return say(connection, "+OK Better luck next time.");
        } else {
            say(connection, "-ERR Invalid command.");
        }
    }
}

void CourierServer::serve(int connection, const QByteArray &user)
{
    QByteArray maildir = QFile::encodeName(m_directory.filePath(QString::fromUtf8(user)));
    QByteArray address = "AUTHADDR=" + user;
    QByteArray remote = "TCPREMOTEIP=127.0.0.1";
    std::vector<char *> arguments{m_program.data(), maildir.data(), nullptr};
    std::vector<char *> environment{address.data(), remote.data()};
    if (!m_libraries.isEmpty())
        environment.push_back(m_libraries.data());
    environment.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, connection, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, connection, STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
#ifdef __GLIBC__
    // Courier starts in the user's home, and takes one that is sticky (like /tmp) for a locked account.
    ::posix_spawn_file_actions_addchdir_np(&actions, maildir.constData());
#endif
    pid_t child = 0;
    const int failed =
        ::posix_spawn(&child, m_program.constData(), &actions, nullptr, arguments.data(), environment.data());
    ::posix_spawn_file_actions_destroy(&actions);
    if (failed)
        return say(connection, "-ERR [SYS/PERM] courierpop3d does not start.");
    int status = 0;
    while (::waitpid(child, &status, m_stopping ? 0 : WNOHANG) == 0) {
        if (m_stopping)
            ::shutdown(connection, SHUT_RDWR); // the end of its input ends Courier
        ::usleep(1'000);
    }
}

ServerSettings CourierServer::settings(const QString &user) const
{
    ServerSettings server;
    server.host = QStringLiteral("127.0.0.1");
    server.port = m_port;
    server.security = ServerSecurity::None;
    server.user = user;
    return server;
}

Result<ServerMaildir> CourierServer::maildir(const QString &user) const
{
    return ServerMaildir::open(m_directory.filePath(user));
}
