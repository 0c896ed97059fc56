// SPDX-License-Identifier: GPL-3.0-or-later
//
// The least a durable download can cost, as the yardstick of tests/performance/fetch.sh: raw-fetch PORT USER
// PASSWORD CA-FILE OUTPUT. TLS by OpenSSL on a blocking socket, USER and PASS, UIDL, RETR with 500 commands
// in flight, unstuffed, appended to one file, fdatasync after each 100 messages; no parsing, no hash, no
// ledger.
#include <algorithm>
#include <arpa/inet.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace
{
[[noreturn]] void fail(const char *what)
{
    std::fprintf(stderr, "raw-fetch: %s\n", what);
    ERR_print_errors_fp(stderr);
    std::exit(1);
}

class Session
{
public:
    Session(int port, const char *caFile)
    {
        SSL_CTX *context = SSL_CTX_new(TLS_client_method());
        if (!context || SSL_CTX_load_verify_locations(context, caFile, nullptr) != 1)
            fail("cannot read the CA file");
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
        const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
        const int yes = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(uint16_t(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
            fail("cannot connect");
        m_tls = SSL_new(context);
        SSL_set_fd(m_tls, socket);
        SSL_set_tlsext_host_name(m_tls, "localhost");
        SSL_set1_host(m_tls, "localhost");
        if (SSL_connect(m_tls) != 1)
            fail("TLS handshake failed");
    }

    void send(const std::string &bytes)
    {
        if (SSL_write(m_tls, bytes.data(), int(bytes.size())) != int(bytes.size()))
            fail("cannot send");
    }

    // The next line with its line end, valid until the next call.
    std::string_view line()
    {
        for (;;) {
            if (const auto *end =
                    static_cast<const char *>(std::memchr(m_buffer.data() + m_from, '\n', m_to - m_from))) {
                const std::string_view text(m_buffer.data() + m_from,
                                            size_t(end + 1 - m_buffer.data()) - m_from);
                m_from += text.size();
                return text;
            }
            std::memmove(m_buffer.data(), m_buffer.data() + m_from, m_to - m_from);
            m_to -= m_from;
            m_from = 0;
            if (m_to == m_buffer.size())
                m_buffer.resize(2 * m_buffer.size());
            const int read = SSL_read(m_tls, m_buffer.data() + m_to, int(m_buffer.size() - m_to));
            if (read <= 0)
                fail("connection lost");
            m_to += size_t(read);
        }
    }

    void ok()
    {
        if (line().substr(0, 3) != "+OK")
            fail("the server refused");
    }

private:
    SSL *m_tls = nullptr;
    std::string m_buffer = std::string(1 << 18, '\0');
    size_t m_from = 0, m_to = 0;
};

class Output
{
public:
    explicit Output(const char *path) : m_file(::open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600))
    {
        if (m_file < 0)
            fail("cannot write the output file");
    }
    void append(std::string_view bytes)
    {
        m_pending += bytes;
        m_written += bytes.size();
        if (m_pending.size() >= 1 << 18)
            write();
    }
    void sync()
    {
        write();
        if (::fdatasync(m_file) != 0)
            fail("fdatasync failed");
    }
    size_t written() const { return m_written; }

private:
    void write()
    {
        if (::write(m_file, m_pending.data(), m_pending.size()) != ssize_t(m_pending.size()))
            fail("cannot write");
        m_pending.clear();
    }
    int m_file;
    std::string m_pending;
    size_t m_written = 0;
};

int countMessages(Session &session)
{
    session.send("UIDL\r\n");
    session.ok();
    int messages = 0;
    while (session.line() != ".\r\n")
        ++messages;
    return messages;
}

void fetch(Session &session, int messages, Output &output)
{
    constexpr int window = 500;
    int asked = 0;
    for (int got = 0; got < messages; ++got) {
        if (asked - got <= window / 2) {
            std::string commands;
            for (const int to = std::min(messages, got + window); asked < to; ++asked)
                commands += "RETR " + std::to_string(asked + 1) + "\r\n";
            if (!commands.empty())
                session.send(commands);
        }
        session.ok();
        for (std::string_view line = session.line(); line != ".\r\n"; line = session.line())
            output.append(line.front() == '.' ? line.substr(1) : line);
        if (got % 100 == 99)
            output.sync();
    }
    output.sync();
}
} // namespace

int main(int argumentCount, char **arguments)
{
    if (argumentCount != 6) {
        std::fprintf(stderr, "usage: raw-fetch PORT USER PASSWORD CA-FILE OUTPUT\n");
        return 2;
    }
    Session session(std::atoi(arguments[1]), arguments[4]);
    session.ok();
    session.send("USER " + std::string(arguments[2]) + "\r\n");
    session.ok();
    session.send("PASS " + std::string(arguments[3]) + "\r\n");
    session.ok();
    const int messages = countMessages(session);
    Output output(arguments[5]);
    fetch(session, messages, output);
    session.send("QUIT\r\n");
    session.ok();
    std::printf("%d %zu\n", messages, output.written());
    return 0;
}
