// SPDX-License-Identifier: GPL-3.0-or-later
//
// The least that a client can need, as the yardstick of the measurements here: raw-fetch WHAT PORT USER
// PASSWORD CA-FILE [OUTPUT]. TLS by OpenSSL on a blocking socket ("-" for CA-FILE: in the clear), USER and
// PASS, UIDL, and then by WHAT:
//   keep       RETR with 500 commands in flight, unstuffed, appended to OUTPUT, fdatasync after each 100
//              messages; no parsing, no hash, no ledger
//   discard    RETR with 500 commands in flight, nothing kept
//   lock-step  RETR with one command in flight, nothing kept
//   list       CAPA before USER, and nothing after UIDL
// Prints the number of messages, the bytes of them or of UIDL's answer, and the seconds from connecting to
// the answer to QUIT.
#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string>
#include <string_view>
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
    Session(int port, const std::string &caFile) : m_socket(::socket(AF_INET, SOCK_STREAM, 0))
    {
        const int yes = 1;
        ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(uint16_t(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
            fail("cannot connect");
        if (caFile != "-")
            startTls(caFile);
        ok();
    }

    void send(const std::string &bytes)
    {
        const auto sent = m_tls ? SSL_write(m_tls, bytes.data(), int(bytes.size()))
                                : ::send(m_socket, bytes.data(), bytes.size(), 0);
        if (sent != ssize_t(bytes.size()))
            fail("cannot send");
    }

    void ask(const std::string &command)
    {
        send(command + "\r\n");
        ok();
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
            char *const room = m_buffer.data() + m_to;
            const auto read = m_tls ? SSL_read(m_tls, room, int(m_buffer.size() - m_to))
                                    : ::recv(m_socket, room, m_buffer.size() - m_to, 0);
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

    // Lines and bytes of a multi-line answer, without its end.
    std::pair<int, size_t> skipLines()
    {
        int lines = 0;
        size_t bytes = 0;
        for (std::string_view next = line(); next != ".\r\n"; next = line()) {
            ++lines;
            bytes += next.size();
        }
        return {lines, bytes};
    }

private:
    void startTls(const std::string &caFile)
    {
        SSL_CTX *context = SSL_CTX_new(TLS_client_method());
        if (!context || SSL_CTX_load_verify_locations(context, caFile.c_str(), nullptr) != 1)
            fail("cannot read the CA file");
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
        m_tls = SSL_new(context);
        SSL_set_fd(m_tls, m_socket);
        SSL_set_tlsext_host_name(m_tls, "localhost");
        SSL_set1_host(m_tls, "localhost");
        if (SSL_connect(m_tls) != 1)
            fail("TLS handshake failed");
    }

    const int m_socket;
    SSL *m_tls = nullptr; // none: in the clear
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

// Asks for the messages from 1 on, `window` at a time, and gives each line without its stuffed dot to
// `append`, and each message's number to `end`.
template <class Append, class End>
void fetch(Session &session, int messages, int window, const Append &append, const End &end)
{
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
            append(line.front() == '.' ? line.substr(1) : line);
        end(got + 1);
    }
}

size_t fetchInto(Session &session, int messages, const char *path)
{
    Output output(path);
    fetch(
        session, messages, 500, [&](std::string_view line) { output.append(line); },
        [&](int number) {
            if (number % 100 == 0 || number == messages)
                output.sync();
        });
    return output.written();
}

size_t fetchAndDiscard(Session &session, int messages, int window)
{
    size_t bytes = 0;
    fetch(
        session, messages, window, [&](std::string_view line) { bytes += line.size(); }, [](int) {});
    return bytes;
}
} // namespace

int main(int argumentCount, char **arguments)
{
    const std::string_view what = argumentCount > 1 ? arguments[1] : "";
    const bool isKnown = what == "keep" || what == "discard" || what == "lock-step" || what == "list";
    if (!isKnown || argumentCount != (what == "keep" ? 7 : 6)) {
        std::fprintf(stderr,
                     "usage: raw-fetch keep|discard|lock-step|list PORT USER PASSWORD CA-FILE|- [OUTPUT]\n");
        return 2;
    }
    const auto start = std::chrono::steady_clock::now();
    Session session(std::atoi(arguments[2]), arguments[5]);
    if (what == "list") {
        session.ask("CAPA");
        session.skipLines();
    }
    session.ask("USER " + std::string(arguments[3]));
    session.ask("PASS " + std::string(arguments[4]));
    session.ask("UIDL");
    auto [messages, bytes] = session.skipLines();
    if (what == "keep")
        bytes = fetchInto(session, messages, arguments[6]);
    else if (what != "list")
        bytes = fetchAndDiscard(session, messages, what == "discard" ? 500 : 1);
    session.ask("QUIT");
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    std::printf("%d %zu %.4f\n", messages, bytes, took.count());
    return 0;
}
