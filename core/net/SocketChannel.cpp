// SPDX-License-Identifier: GPL-3.0-or-later
#include "SocketChannel.h"

#include "Log.h"
#include "TlsPolicy.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QSslSocket>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <optional>

using namespace std::chrono_literals;

namespace
{

constexpr auto connectTimeout = 30s;
constexpr auto handshakeTimeout = 30s;
constexpr qint64 readAtOnce = 256 * 1024;
// Beyond this Qt stops to read, TCP's window closes and the peer waits: a slow disk cannot fill the memory.
constexpr qint64 readBufferSize = 2 * 1024 * 1024;

ErrorCode codeOf(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return ErrorCode::ConnectionRefused;
    case QAbstractSocket::HostNotFoundError:
        return ErrorCode::HostNotFound;
    case QAbstractSocket::SocketTimeoutError:
        return ErrorCode::Timeout;
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return ErrorCode::TlsFailed;
    case QAbstractSocket::ProxyAuthenticationRequiredError:
    case QAbstractSocket::ProxyConnectionRefusedError:
    case QAbstractSocket::ProxyConnectionClosedError:
    case QAbstractSocket::ProxyConnectionTimeoutError:
    case QAbstractSocket::ProxyNotFoundError:
    case QAbstractSocket::ProxyProtocolError:
        return ErrorCode::ProxyFailed;
    default:
        return ErrorCode::ConnectionLost;
    }
}

} // namespace

class SocketChannel::Private
{
public:
    Private(const Endpoint &where, Cancellation &cancelled)
        : endpoint(where), cancellation(cancelled),
          // The wake may run in any thread; the loop's own thread sees it as a posted event.
          listener(cancelled,
                   [this] { QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection); })
    {
        const auto wake = [this] { loop.quit(); };
        QObject::connect(&socket, &QAbstractSocket::connected, &loop, wake);
        QObject::connect(&socket, &QSslSocket::encrypted, &loop, wake);
        QObject::connect(&socket, &QIODevice::readyRead, &loop, wake);
        QObject::connect(&socket, &QAbstractSocket::disconnected, &loop, wake);
        QObject::connect(&socket, &QAbstractSocket::errorOccurred, &loop, wake);
        QObject::connect(&timer, &QTimer::timeout, &loop, wake);
        QObject::connect(&socket, &QSslSocket::sslErrors, &loop,
                         [this](const QList<QSslError> &problems) { judge(problems); });
        timer.setSingleShot(true);
        socket.setReadBufferSize(readBufferSize);
    }

    Result<void> connectToHost();
    Result<void> shakeHands();
    // Runs the event loop until `ready` holds. A lost connection is an error, and so are time and a cancel.
    template <class Ready> Result<void> waitFor(Ready ready, std::chrono::milliseconds timeout);
    void judge(const QList<QSslError> &problems);
    Error socketError(ErrorCode unknown = ErrorCode::ConnectionLost) const;
    QString place() const { return QStringLiteral("%1:%2").arg(endpoint.host).arg(endpoint.port); }

    const Endpoint endpoint;
    Cancellation &cancellation;
    QEventLoop loop;
    QTimer timer;
    QSslSocket socket;
    std::optional<Error> untrusted; // what judge() refused
    bool closed = false;
    Cancellation::Listener listener; // last: destroyed first, so that it never wakes a dead loop
};

template <class Ready>
Result<void> SocketChannel::Private::waitFor(Ready ready, std::chrono::milliseconds timeout)
{
    timer.start(std::max(timeout, 0ms));
    while (true) {
        if (cancellation.isCancelled())
            return failure(ErrorCode::Cancelled, place());
        if (ready())
            return {};
        if (untrusted)
            return tl::unexpected<Error>(*untrusted);
        if (socket.state() == QAbstractSocket::UnconnectedState)
            return tl::unexpected<Error>(socketError());
        if (!timer.isActive())
            return failure(ErrorCode::Timeout, place());
        loop.exec();
    }
}

Error SocketChannel::Private::socketError(ErrorCode unknown) const
{
    const auto error = socket.error();
    if (error == QAbstractSocket::UnknownSocketError)
        return {unknown, place(), {}, {}, {}};
    return {codeOf(error), QStringLiteral("%1: %2").arg(place(), socket.errorString()), {}, {}, {}};
}

// Qt asks while the handshake stands: an answer not given here ends it before any byte of ours is sent.
void SocketChannel::Private::judge(const QList<QSslError> &problems)
{
    const auto chain = socket.peerCertificateChain();
    if (!chain.isEmpty() && isPinned(endpoint, chain.first())) {
        qCInfo(logNet) << "accepted the pinned certificate of" << place();
        socket.ignoreSslErrors(problems);
        return;
    }
    untrusted = untrustedCertificate(endpoint.host, chain, problems);
}

Result<void> SocketChannel::Private::connectToHost()
{
    if (cancellation.isCancelled())
        return failure(ErrorCode::Cancelled, place());
    TRY(const auto configuration, tlsConfiguration(endpoint.tls));
    socket.setSslConfiguration(configuration);
    socket.connectToHost(endpoint.host, endpoint.port);
    CHECK(waitFor([this] { return socket.state() == QAbstractSocket::ConnectedState; }, connectTimeout));
    socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    return {};
}

Result<void> SocketChannel::Private::shakeHands()
{
    socket.setPeerVerifyName(endpoint.host); // and SNI by it
    socket.startClientEncryption();
    auto shaken = waitFor([this] { return socket.isEncrypted() && !untrusted; }, handshakeTimeout);
    if (shaken)
        return shaken;
    Error error = shaken.error();
    if (error.code == ErrorCode::ConnectionLost)
        error.code = ErrorCode::TlsFailed; // a peer that hangs up in the handshake refuses it
    return tl::unexpected<Error>(std::move(error));
}

SocketChannel::SocketChannel(std::unique_ptr<Private> channel) : d(std::move(channel)) {}

SocketChannel::~SocketChannel()
{
    close();
}

Result<std::unique_ptr<SocketChannel>> SocketChannel::connect(const Endpoint &endpoint,
                                                              Cancellation &cancellation)
{
    Q_ASSERT_X(!QCoreApplication::instance() ||
                   QCoreApplication::instance()->thread() != QThread::currentThread(),
               "SocketChannel::connect", "waits, and must not be used in the GUI thread");
    std::unique_ptr<SocketChannel> channel(
        new SocketChannel(std::make_unique<Private>(endpoint, cancellation)));
    CHECK(channel->d->connectToHost());
    if (endpoint.security == Security::Tls) {
        // A server that speaks first expects no TLS; its words must not be read as if they had come over TLS.
        if (channel->d->socket.bytesAvailable() > 0)
            return failure(ErrorCode::TlsFailed, channel->d->place());
        CHECK(channel->d->shakeHands());
    }
    qCDebug(logNet) << "connected to" << channel->d->place() << channel->tlsVersion();
    return channel;
}

Result<void> SocketChannel::write(QByteArrayView bytes)
{
    if (d->cancellation.isCancelled())
        return failure(ErrorCode::Cancelled, d->place());
    if (d->closed || d->socket.state() != QAbstractSocket::ConnectedState)
        return tl::unexpected<Error>(d->socketError());
    if (d->socket.write(bytes.data(), bytes.size()) != bytes.size())
        return tl::unexpected<Error>(d->socketError());
    // Hands to the kernel what it takes now; the rest goes out in read().
    d->socket.flush();
    return {};
}

Result<void> SocketChannel::read(QByteArray &buffer, std::chrono::milliseconds timeout)
{
    if (d->cancellation.isCancelled())
        return failure(ErrorCode::Cancelled, d->place());
    if (d->closed)
        return failure(ErrorCode::ConnectionLost, d->place());
    if (d->socket.bytesAvailable() == 0) {
        auto arrived = d->waitFor([this] { return d->socket.bytesAvailable() > 0; }, timeout);
        // OpenSSL calls an end of the stream without its farewell a TLS error; to us the connection is lost.
        if (!arrived && arrived.error().code == ErrorCode::TlsFailed)
            arrived.error().code = ErrorCode::ConnectionLost;
        CHECK(std::move(arrived));
    }
    const qsizetype old = buffer.size();
    const qint64 size = std::min(d->socket.bytesAvailable(), readAtOnce);
    buffer.resize(old + size);
    const qint64 got = d->socket.read(buffer.data() + old, size);
    buffer.resize(old + std::max<qint64>(got, 0));
    if (got <= 0)
        return tl::unexpected<Error>(d->socketError());
    return {};
}

qint64 SocketChannel::unreadBytes() const
{
    if (d->closed)
        return 0;
    // Without this, bytes that the kernel has and Qt has not read yet would not count.
    d->loop.processEvents();
    return d->socket.bytesAvailable();
}

Result<void> SocketChannel::startTls()
{
    if (d->cancellation.isCancelled())
        return failure(ErrorCode::Cancelled, d->place());
    if (d->closed || d->socket.state() != QAbstractSocket::ConnectedState)
        return tl::unexpected<Error>(d->socketError());
    // QSslSocket would hand these out later as if they had come over TLS (CVE-2011-0411).
    if (d->socket.bytesAvailable() > 0)
        return failure(ErrorCode::PlaintextInjected, d->place());
    return d->shakeHands();
}

bool SocketChannel::isEncrypted() const
{
    return !d->closed && d->socket.isEncrypted();
}

QString SocketChannel::tlsVersion() const
{
    if (!isEncrypted())
        return {};
    switch (d->socket.sessionProtocol()) {
    case QSsl::TlsV1_3:
        return QStringLiteral("TLS 1.3");
    case QSsl::TlsV1_2:
        return QStringLiteral("TLS 1.2");
    default:
        return QStringLiteral("TLS");
    }
}

void SocketChannel::close()
{
    if (d->closed)
        return;
    d->closed = true;
    // Bids farewell to TLS where nothing is left to send (R81), and waits for nothing.
    if (d->socket.isEncrypted() && d->socket.bytesToWrite() == 0 && d->socket.encryptedBytesToWrite() == 0) {
        d->socket.disconnectFromHost();
        d->socket.flush();
    }
    d->socket.abort();
}
