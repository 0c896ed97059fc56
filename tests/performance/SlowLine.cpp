// SPDX-License-Identifier: GPL-3.0-or-later
//
// A long and narrow line to a server on loopback: slow-line PORT ROUND-TRIP-MS MEGABITS [no-pipelining]
// [stall=BYTES]. Listens on a free port of 127.0.0.1, prints it, and passes on what comes, each direction
// with half of the round trip as its delay and the given rate, shared by all connections (0: no limit). A
// connection itself takes a round trip, as TCP's does. Loss and TCP's slow start are not modelled. It needs
// no privileges, unlike network namespaces with netem, and all clients of a comparison meet the same line.
//
// no-pipelining: CAPA's PIPELINING becomes unreadable, where the connection is not encrypted.
// stall=BYTES: after so many bytes to the client a connection passes on nothing more, and stays open.
// For each connection that ended prints the time (seconds since 1970) and the bytes it brought the client.
// Ends when its standard input does.
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fcntl.h>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace
{
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr size_t readAtOnce = 8 * 1024;
constexpr size_t mostOnTheWay = 8 * 1024 * 1024; // of a connection whose receiver does not read
constexpr milliseconds routerQueue{30};          // what may wait for the line before its sender has to

struct Settings {
    uint16_t serverPort = 0;
    Clock::duration oneWay{};
    double bytesPerSecond = 0; // 0: no limit
    bool hidesPipelining = false;
    size_t stallAfter = SIZE_MAX;
};

// One direction of the line, for all connections.
class Lane
{
public:
    explicit Lane(const Settings &settings) : m_settings(settings) {}

    bool isFull(Clock::time_point now) const { return m_freeAt > now + routerQueue; }
    Clock::time_point opensAt() const { return m_freeAt - routerQueue; }

    // When the last of `size` bytes, sent now, arrives at the other end.
    Clock::time_point arrival(size_t size, Clock::time_point now)
    {
        m_freeAt = std::max(m_freeAt, now);
        if (m_settings.bytesPerSecond > 0)
            m_freeAt += std::chrono::duration_cast<Clock::duration>(
                std::chrono::duration<double>(double(size) / m_settings.bytesPerSecond));
        return m_freeAt + m_settings.oneWay;
    }

private:
    const Settings &m_settings;
    Clock::time_point m_freeAt{};
};

// What goes from one socket to another.
class Flow
{
public:
    Flow(int from, int to, Lane &lane, Clock::time_point notBefore)
        : m_from(from), m_to(to), m_lane(lane), m_notBefore(notBefore)
    {
    }

    size_t passedOn = 0;
    size_t stallAfter = SIZE_MAX;
    bool hidesPipelining = false;

    bool isOver() const { return m_isOver; }

    // The events to wait for, and the time by which to look again at the latest.
    void wait(std::vector<pollfd> &events, Clock::time_point &until, Clock::time_point now) const
    {
        if (m_isOver)
            return;
        if (!m_isAtEnd && m_bytes < mostOnTheWay) {
            if (m_lane.isFull(now))
                until = std::min(until, m_lane.opensAt());
            else
                events.push_back({m_from, POLLIN, 0});
        }
        if (m_packets.empty() || passedOn >= stallAfter)
            return;
        if (m_packets.front().due > now)
            until = std::min(until, m_packets.front().due);
        else
            events.push_back({m_to, POLLOUT, 0});
    }

    void move(Clock::time_point now)
    {
        if (!m_isOver && !m_isAtEnd && m_bytes < mostOnTheWay && !m_lane.isFull(now))
            take(now);
        while (!m_isOver && !m_packets.empty() && m_packets.front().due <= now && passedOn < stallAfter &&
               give()) {
        }
    }

private:
    struct Packet {
        Clock::time_point due;
        std::string bytes; // none: the end
    };

    void take(Clock::time_point now)
    {
        std::string bytes(readAtOnce, '\0');
        const ssize_t got = ::recv(m_from, bytes.data(), bytes.size(), 0);
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
            return;
        m_isAtEnd = got <= 0;
        bytes.resize(size_t(std::max<ssize_t>(got, 0)));
        if (hidesPipelining) {
            const std::string_view word = "PIPELINING";
            if (const size_t at = bytes.find(word); at != std::string::npos)
                bytes.replace(at, word.size(), "X-LOCKSTEP");
        }
        m_bytes += bytes.size();
        m_packets.push_back({std::max(m_lane.arrival(bytes.size(), now), m_notBefore), std::move(bytes)});
    }

    // True when a packet has gone out whole.
    bool give()
    {
        Packet &packet = m_packets.front();
        if (packet.bytes.empty()) {
            ::shutdown(m_to, SHUT_WR);
            m_isOver = true;
            return true;
        }
        const size_t size = std::min(packet.bytes.size(), stallAfter - passedOn);
        const ssize_t sent = ::send(m_to, packet.bytes.data(), size, 0);
        if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
            return false;
        if (sent < 0) { // the receiver has gone
            m_isOver = true;
            return true;
        }
        passedOn += size_t(sent);
        m_bytes -= size_t(sent);
        packet.bytes.erase(0, size_t(sent));
        if (!packet.bytes.empty())
            return false;
        m_packets.pop_front();
        return true;
    }

    const int m_from, m_to;
    Lane &m_lane;
    const Clock::time_point m_notBefore;
    std::deque<Packet> m_packets;
    size_t m_bytes = 0; // in `m_packets`
    bool m_isAtEnd = false;
    bool m_isOver = false;
};

[[noreturn]] void fail(const char *what)
{
    std::perror(what);
    std::exit(1);
}

void prepare(int socket)
{
    const int yes = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
}

sockaddr_in loopback(uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int connectTo(uint16_t port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = loopback(port);
    if (::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        fail("slow-line: cannot connect to the server");
    prepare(socket);
    return socket;
}

// The client's connect() has returned at once. By a real line it would have taken a round trip, so that its
// first byte arrives half a one later still, and a server's that speaks first, after two.
class Connection
{
public:
    Connection(int client, const Settings &settings, Lane &up, Lane &down)
        : m_client(client), m_server(connectTo(settings.serverPort)),
          m_up(m_client, m_server, up, Clock::now() + 3 * settings.oneWay),
          m_down(m_server, m_client, down, Clock::now() + 4 * settings.oneWay)
    {
        prepare(m_client);
        m_down.stallAfter = settings.stallAfter;
        m_down.hidesPipelining = settings.hidesPipelining;
    }
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;
    ~Connection()
    {
        ::close(m_client);
        ::close(m_server);
        const double now =
            std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
        std::printf("%.3f %zu\n", now, m_down.passedOn);
        std::fflush(stdout);
    }

    void wait(std::vector<pollfd> &events, Clock::time_point &until, Clock::time_point now) const
    {
        m_up.wait(events, until, now);
        m_down.wait(events, until, now);
    }
    void move(Clock::time_point now)
    {
        m_up.move(now);
        m_down.move(now);
    }
    // A stalled one is over when the client has gone.
    bool isOver() const { return m_up.isOver() && (m_down.isOver() || m_down.passedOn >= m_down.stallAfter); }

private:
    const int m_client, m_server;
    Flow m_up, m_down;
};

int listenAnywhere()
{
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (::bind(socket, reinterpret_cast<sockaddr *>(&address), size) != 0 || ::listen(socket, 64) != 0 ||
        ::getsockname(socket, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        fail("slow-line: cannot listen");
    std::printf("%d\n", ntohs(address.sin_port));
    std::fflush(stdout);
    return socket;
}

void run(const Settings &settings)
{
    const int listener = listenAnywhere();
    Lane up(settings), down(settings);
    std::vector<std::unique_ptr<Connection>> connections;
    std::vector<pollfd> events;
    while (true) {
        events.assign({{listener, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}});
        const auto before = Clock::now();
        auto until = before + std::chrono::seconds(1);
        for (const auto &connection : connections)
            connection->wait(events, until, before);
        const auto left = std::chrono::ceil<milliseconds>(until - before).count();
        ::poll(events.data(), nfds_t(events.size()), int(std::max<long long>(left, 0)));
        char byte;
        if (events[1].revents != 0 && ::read(STDIN_FILENO, &byte, 1) <= 0)
            return;
        if (events[0].revents & POLLIN)
            connections.push_back(
                std::make_unique<Connection>(::accept(listener, nullptr, nullptr), settings, up, down));
        for (const auto &connection : connections)
            connection->move(Clock::now());
        std::erase_if(connections, [](const auto &connection) { return connection->isOver(); });
    }
}
} // namespace

int main(int argumentCount, char **arguments)
{
    if (argumentCount < 4) {
        std::fprintf(stderr, "usage: slow-line PORT ROUND-TRIP-MS MEGABITS [no-pipelining] [stall=BYTES]\n");
        return 2;
    }
    Settings settings;
    settings.serverPort = uint16_t(std::atoi(arguments[1]));
    settings.oneWay = std::chrono::duration_cast<Clock::duration>(
        std::chrono::duration<double, std::milli>(std::atof(arguments[2]) / 2));
    settings.bytesPerSecond = std::atof(arguments[3]) * 1e6 / 8;
    for (int n = 4; n < argumentCount; ++n) {
        const std::string_view option = arguments[n];
        if (option == "no-pipelining")
            settings.hidesPipelining = true;
        else if (option.starts_with("stall="))
            settings.stallAfter = size_t(std::atoll(arguments[n] + 6));
    }
    std::signal(SIGPIPE, SIG_IGN);
    run(settings);
    return 0;
}
