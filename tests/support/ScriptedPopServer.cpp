// SPDX-License-Identifier: GPL-3.0-or-later
#include "ScriptedPopServer.h"

#include <QElapsedTimer>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>
#include <QThread>

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

namespace
{

constexpr int pollMilliseconds = 10;
constexpr int handshakeMilliseconds = 20000;

struct ScriptEnded {
};

} // namespace

class ScriptedPopServer::Private final : public QTcpServer
{
public:
    Private(Script script, Security security, ServerIdentity identity)
        : m_script(std::move(script)), m_security(security), m_identity(std::move(identity))
    {
    }

    void play(qintptr descriptor, int connection);
    void incomingConnection(qintptr descriptor) override;
    void record(const QByteArray &line, bool encrypted);

    const Script m_script;
    const Security m_security;
    const ServerIdentity m_identity;
    std::atomic<bool> m_stopping{false};
    std::atomic<int> m_running{0};
    std::atomic<int> m_connections{0};
    quint16 m_port = 0;
    mutable std::mutex m_mutex;
    QByteArrayList m_received;
    QByteArrayList m_receivedInClear;
    std::vector<std::unique_ptr<QThread>> m_threads; // of the connections; used in m_thread alone
    QThread m_thread;
};

namespace
{

class SocketPeer final : public ScriptedPopServer::Peer
{
public:
    SocketPeer(QSslSocket &socket, int connection, const std::atomic<bool> &stopping,
               std::function<void(const QByteArray &, bool encrypted)> record)
        : m_socket(socket), m_connection(connection), m_stopping(stopping), m_record(std::move(record))
    {
    }

    int connection() const override { return m_connection; }
    void setSegmentSize(int bytes) override { m_segment = bytes; }
    void setCoalescing(bool on) override { m_coalescing = on; }
    void cutAfter(qint64 bytes) override { m_cut = bytes; }
    qint64 sentBytes() const override { return m_sent; }
    bool isEncrypted() const override { return m_isSecured; }

    void send(QByteArrayView bytes) override
    {
        if (m_coalescing)
            m_waiting += bytes;
        else
            sendNow(bytes);
    }

    void finish() { sendNow(std::exchange(m_waiting, {})); }

    void sendNow(QByteArrayView bytes)
    {
        while (!bytes.isEmpty()) {
            qsizetype size = m_segment > 0 ? std::min<qsizetype>(m_segment, bytes.size()) : bytes.size();
            // Large sends go in parts, so that a cut and a stop are seen in time.
            size = std::min<qsizetype>(size, 256 * 1024);
            if (m_cut >= 0)
                size = std::min<qsizetype>(size, m_cut - m_sent);
            if (size > 0)
                push(bytes.first(size));
            if (m_cut >= 0 && m_sent >= m_cut)
                drop();
            bytes = bytes.sliced(size);
        }
    }

    QByteArray receiveLine() override
    {
        while (!m_socket.canReadLine()) {
            checkAlive();
            if (!m_waiting.isEmpty())
                sendNow(std::exchange(m_waiting, {}));
            m_socket.waitForReadyRead(pollMilliseconds);
        }
        QByteArray line = m_socket.readLine();
        while (line.endsWith('\n') || line.endsWith('\r'))
            line.chop(1);
        m_record(line, m_isSecured);
        return line;
    }

    bool startTls() override
    {
        m_socket.startServerEncryption();
        QElapsedTimer time;
        time.start();
        while (!m_socket.isEncrypted()) {
            if (m_stopping || m_socket.state() != QAbstractSocket::ConnectedState ||
                time.elapsed() > handshakeMilliseconds)
                return false;
            // A failed handshake shows as a closed connection; false alone may be the end of the poll.
            m_socket.waitForEncrypted(pollMilliseconds);
        }
        m_isSecured = true;
        return true;
    }

    void sleep(std::chrono::milliseconds time) override
    {
        QElapsedTimer timer;
        timer.start();
        while (!timer.hasExpired(time.count())) {
            if (m_stopping)
                throw ScriptEnded();
            QThread::msleep(1);
        }
    }

    void stall() override
    {
        // The read buffer is bounded, so a client that writes on is not read for ever.
        m_socket.setReadBufferSize(m_socket.bytesAvailable() + 1);
        while (true) {
            checkAlive();
            m_socket.waitForReadyRead(pollMilliseconds);
            QThread::msleep(1);
        }
    }

    void drop() override { throw ScriptEnded(); }

    void reset() override
    {
#ifdef Q_OS_UNIX
        const linger atOnce{1, 0};
        ::setsockopt(int(m_socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
#endif
        m_socket.abort();
        throw ScriptEnded();
    }

private:
    void checkAlive() const
    {
        if (m_stopping || m_socket.state() != QAbstractSocket::ConnectedState)
            throw ScriptEnded();
    }

    void push(QByteArrayView bytes)
    {
        checkAlive();
        m_socket.write(bytes.data(), bytes.size());
        m_sent += bytes.size();
        m_socket.flush();
        while (m_socket.bytesToWrite() > 0 || m_socket.encryptedBytesToWrite() > 0) {
            checkAlive();
            m_socket.waitForBytesWritten(pollMilliseconds);
        }
    }

    QSslSocket &m_socket;
    const int m_connection;
    const std::atomic<bool> &m_stopping;
    std::function<void(const QByteArray &, bool encrypted)> m_record;
    bool m_isSecured = false; // the socket forgets that when the client hangs up
    bool m_coalescing = false;
    QByteArray m_waiting; // answers that have not gone out
    int m_segment = 0;
    qint64 m_cut = -1;
    qint64 m_sent = 0;
};

} // namespace

void ScriptedPopServer::Private::record(const QByteArray &line, bool encrypted)
{
    const std::lock_guard lock(m_mutex);
    m_received.append(line);
    if (!encrypted)
        m_receivedInClear.append(line);
}

void ScriptedPopServer::Private::incomingConnection(qintptr descriptor)
{
    const int connection = m_connections++;
    ++m_running;
    m_threads.emplace_back(QThread::create([this, descriptor, connection] {
        play(descriptor, connection);
        --m_running;
    }));
    m_threads.back()->start();
}

void ScriptedPopServer::Private::play(qintptr descriptor, int connection)
{
    QSslSocket socket;
    socket.setSocketDescriptor(descriptor);
    socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    if (!m_identity.isEmpty()) {
        auto configuration = socket.sslConfiguration();
        configuration.setLocalCertificateChain(m_identity.certificates());
        configuration.setPrivateKey(m_identity.key());
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        socket.setSslConfiguration(configuration);
    }
    SocketPeer peer(socket, connection, m_stopping,
                    [this](const QByteArray &line, bool encrypted) { record(line, encrypted); });
    try {
        if (m_security == Security::Plain || peer.startTls()) {
            m_script(peer);
            peer.finish();
        }
    } catch (const ScriptEnded &) {
    }
    socket.disconnectFromHost();
    if (socket.state() != QAbstractSocket::UnconnectedState && !m_stopping)
        socket.waitForDisconnected(1000);
}

ScriptedPopServer::ScriptedPopServer(Script script, Security security, ServerIdentity identity)
    : d(std::make_unique<Private>(std::move(script), security, std::move(identity)))
{
    d->moveToThread(&d->m_thread);
    d->m_thread.start();
    QMetaObject::invokeMethod(
        d.get(),
        [this] {
            if (!d->listen(QHostAddress::LocalHost))
                qFatal("no free port on 127.0.0.1");
            d->m_port = d->serverPort();
        },
        Qt::BlockingQueuedConnection);
}

ScriptedPopServer::~ScriptedPopServer()
{
    d->m_stopping = true;
    QMetaObject::invokeMethod(
        d.get(),
        [this] {
            d->close();
            for (const auto &thread : d->m_threads)
                thread->wait();
            d->m_threads.clear();
        },
        Qt::BlockingQueuedConnection);
    d->m_thread.quit();
    d->m_thread.wait();
}

quint16 ScriptedPopServer::port() const
{
    return d->m_port;
}

int ScriptedPopServer::connections() const
{
    return d->m_connections;
}

QByteArrayList ScriptedPopServer::received() const
{
    const std::lock_guard lock(d->m_mutex);
    return d->m_received;
}

QByteArrayList ScriptedPopServer::receivedInClear() const
{
    const std::lock_guard lock(d->m_mutex);
    return d->m_receivedInClear;
}

bool ScriptedPopServer::hasReceived(QByteArrayView start) const
{
    const auto lines = received();
    return std::any_of(lines.begin(), lines.end(),
                       [start](const QByteArray &line) { return line.startsWith(start); });
}

void ScriptedPopServer::waitForDisconnect() const
{
    QElapsedTimer time;
    time.start();
    while (d->m_running > 0 && !time.hasExpired(10000))
        QThread::msleep(1);
}
