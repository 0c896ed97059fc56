// SPDX-License-Identifier: GPL-3.0-or-later
#include "SocketChannel.h"

#include "Log.h"
#include "ProxyTunnel.h"
#include "TlsPolicy.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QSslCipher>
#include <QThread>

#include <optional>

namespace
{

constexpr qint64 readAtOnce = 256 * 1024;
// Beyond this Qt stops to read, TCP's window closes and the peer waits: a slow disk cannot fill the memory.
constexpr qint64 readBufferSize = 2 * 1024 * 1024;

QString versionName(QSsl::SslProtocol protocol)
{
    switch (protocol) {
    case QSsl::TlsV1_3:
        return QStringLiteral("TLS 1.3");
    case QSsl::TlsV1_2:
        return QStringLiteral("TLS 1.2");
    default:
        return QStringLiteral("TLS");
    }
}

} // namespace

class SocketChannel::Private
{
public:
    Private(const Endpoint &where, Cancellation &cancellation, const Options &options)
        : endpoint(where), lookup(options.lookup), trace(options.trace ? *options.trace : ownTrace),
          wait(cancellation)
    {
    }

    Result<void> connect();
    Result<void> passProxy();
    Result<void> shakeHands();
    // Waits until `ready` holds. A lost connection is an error, and so are time and a cancel.
    template <class Ready> Result<void> waitFor(Ready ready, std::chrono::milliseconds timeout);
    void adopt(std::unique_ptr<QSslSocket> connected);
    void judge(const QList<QSslError> &problems);
    void traceTls(qint64 milliseconds);
    bool isConnected() const { return socket && socket->state() == QAbstractSocket::ConnectedState; }
    Error socketError(ErrorCode unknown = ErrorCode::ConnectionLost) const;
    QString place() const { return placeName(endpoint.host, endpoint.port); }

    const Endpoint endpoint;
    const NameLookup lookup;
    ConnectionTrace ownTrace; // where nobody asked for one
    ConnectionTrace &trace;
    SocketWait wait;
    QSslConfiguration configuration;
    std::unique_ptr<QSslSocket> socket;
    std::optional<Error> untrusted; // what judge() refused
    bool closed = false;
};

template <class Ready>
Result<void> SocketChannel::Private::waitFor(Ready ready, std::chrono::milliseconds timeout)
{
    const auto settled = [&] {
        return ready() || untrusted || socket->state() == QAbstractSocket::UnconnectedState;
    };
    const auto end = wait.until(settled, timeout);
    if (end == SocketWait::End::Cancelled)
        return failure(ErrorCode::Cancelled, place());
    if (ready())
        return {};
    if (untrusted)
        return tl::unexpected<Error>(*untrusted);
    if (end == SocketWait::End::TimedOut)
        return failure(ErrorCode::Timeout, place());
    return tl::unexpected<Error>(socketError());
}

Error SocketChannel::Private::socketError(ErrorCode unknown) const
{
    if (!socket || socket->error() == QAbstractSocket::UnknownSocketError)
        return {unknown, place(), {}, {}, {}};
    return {
        codeOf(socket->error()), QStringLiteral("%1: %2").arg(place(), socket->errorString()), {}, {}, {}};
}

// Qt asks while the handshake stands: an answer not given here ends it before any byte of ours is sent.
void SocketChannel::Private::judge(const QList<QSslError> &problems)
{
    const auto chain = socket->peerCertificateChain();
    if (!chain.isEmpty() && isPinned(endpoint, chain.first(), problems)) {
        qCInfo(logNet) << "accepted the pinned certificate of" << place();
        trace.isPinned = true;
        socket->ignoreSslErrors(problems);
        return;
    }
    untrusted = refusedCertificate(endpoint, chain, problems);
}

void SocketChannel::Private::adopt(std::unique_ptr<QSslSocket> connected)
{
    socket = std::move(connected);
    const auto wake = [this] { wait.wake(); };
    QObject::connect(socket.get(), &QSslSocket::encrypted, wait.context(), wake);
    QObject::connect(socket.get(), &QIODevice::readyRead, wait.context(), wake);
    QObject::connect(socket.get(), &QAbstractSocket::disconnected, wait.context(), wake);
    QObject::connect(socket.get(), &QSslSocket::sslErrors, wait.context(),
                     [this](const QList<QSslError> &problems) { judge(problems); });
    socket->setReadBufferSize(readBufferSize);
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket->setSslConfiguration(configuration);
}

Result<void> SocketChannel::Private::connect()
{
    if (wait.isCancelled())
        return failure(ErrorCode::Cancelled, place());
    TRY(configuration, tlsConfiguration(endpoint.tls));
    const bool direct = endpoint.proxy.kind == ProxyServer::Kind::None;
    auto connected = TcpConnector(wait, trace, lookup)
                         .connect(direct ? endpoint.host : endpoint.proxy.host,
                                  direct ? endpoint.port : endpoint.proxy.port, endpoint.patience.connect);
    if (connected) {
        adopt(std::move(*connected));
        if (direct)
            return {};
    }
    auto passed = connected ? passProxy() : Result<void>(std::move(connected.error()));
    // Whatever it was, it happened between here and the proxy.
    if (!direct && !passed && passed.error().code != ErrorCode::Cancelled &&
        passed.error().code != ErrorCode::InvalidArgument) {
        if (passed.error().code == ErrorCode::Timeout)
            passed.error().detail += QStringLiteral(": no answer");
        passed.error().code = ErrorCode::ProxyFailed;
    }
    return passed;
}

Result<void> SocketChannel::Private::passProxy()
{
    trace.enter(ConnectionTrace::Phase::Proxy);
    QElapsedTimer timer;
    timer.start();
    const QDeadlineTimer deadline(endpoint.patience.connect);
    ProxyStream stream;
    stream.write = [this](QByteArrayView bytes) -> Result<void> {
        if (socket->write(bytes.data(), bytes.size()) != bytes.size())
            return tl::unexpected<Error>(socketError());
        return {};
    };
    stream.read = [&](qsizetype size) -> Result<QByteArray> {
        CHECK(waitFor([&] { return socket->bytesAvailable() >= size; },
                      std::chrono::milliseconds(deadline.remainingTime())));
        return socket->read(size);
    };
    auto opened = openTunnel(endpoint.proxy, endpoint.host, endpoint.port, stream);
    trace.proxyMilliseconds = timer.elapsed();
    if (!opened) {
        Error &error = opened.error();
        const QString proxy = placeName(endpoint.proxy.host, endpoint.proxy.port);
        error.detail = error.detail.isEmpty() ? proxy : QStringLiteral("%1: %2").arg(proxy, error.detail);
    }
    return opened;
}

void SocketChannel::Private::traceTls(qint64 milliseconds)
{
    trace.tlsMilliseconds = milliseconds;
    trace.chain.clear();
    for (const auto &certificate : socket->peerCertificateChain())
        trace.chain.push_back(factsOf(certificate));
    if (!socket->isEncrypted() || untrusted)
        return;
    trace.tlsVersion = versionName(socket->sessionProtocol());
    trace.cipher = socket->sessionCipher().name();
}

Result<void> SocketChannel::Private::shakeHands()
{
    trace.enter(ConnectionTrace::Phase::Tls);
    QElapsedTimer timer;
    timer.start();
    socket->setPeerVerifyName(endpoint.host); // and SNI by it
    socket->startClientEncryption();
    auto shaken = waitFor([this] { return socket->isEncrypted() && !untrusted; }, endpoint.patience.connect);
    traceTls(timer.elapsed());
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

Result<std::unique_ptr<SocketChannel>>
SocketChannel::connect(const Endpoint &endpoint, Cancellation &cancellation, const Options &options)
{
    Q_ASSERT_X(!QCoreApplication::instance() ||
                   QCoreApplication::instance()->thread() != QThread::currentThread(),
               "SocketChannel::connect", "waits, and must not be used in the GUI thread");
    std::unique_ptr<SocketChannel> channel(
        new SocketChannel(std::make_unique<Private>(endpoint, cancellation, options)));
    CHECK(channel->d->connect());
    if (endpoint.security == Security::Tls) {
        // A server that speaks first expects no TLS; its words must not be read as if they had come over TLS.
        if (channel->d->socket->bytesAvailable() > 0)
            return failure(ErrorCode::TlsFailed,
                           channel->d->place() + QStringLiteral(": the server speaks without TLS"));
        CHECK(channel->d->shakeHands());
    }
    qCDebug(logNet) << "connected to" << channel->d->place() << channel->tlsVersion();
    return channel;
}

Result<void> SocketChannel::write(QByteArrayView bytes)
{
    if (d->wait.isCancelled())
        return failure(ErrorCode::Cancelled, d->place());
    if (d->closed || !d->isConnected())
        return tl::unexpected<Error>(d->socketError());
    if (d->socket->write(bytes.data(), bytes.size()) != bytes.size())
        return tl::unexpected<Error>(d->socketError());
    // Hands to the kernel what it takes now; the rest goes out in read().
    d->socket->flush();
    return {};
}

Result<void> SocketChannel::read(QByteArray &buffer, std::chrono::milliseconds timeout)
{
    if (d->wait.isCancelled())
        return failure(ErrorCode::Cancelled, d->place());
    if (d->closed)
        return failure(ErrorCode::ConnectionLost, d->place());
    if (d->socket->bytesAvailable() == 0) {
        auto arrived = d->waitFor([this] { return d->socket->bytesAvailable() > 0; }, timeout);
        // OpenSSL calls an end of the stream without its farewell a TLS error; to us the connection is lost.
        if (!arrived && arrived.error().code == ErrorCode::TlsFailed)
            arrived.error().code = ErrorCode::ConnectionLost;
        CHECK(std::move(arrived));
    }
    const qsizetype old = buffer.size();
    const qint64 size = std::min(d->socket->bytesAvailable(), readAtOnce);
    buffer.resize(old + size);
    const qint64 got = d->socket->read(buffer.data() + old, size);
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
    d->wait.processEvents();
    return d->socket->bytesAvailable();
}

Result<void> SocketChannel::startTls()
{
    if (d->wait.isCancelled())
        return failure(ErrorCode::Cancelled, d->place());
    if (d->closed || !d->isConnected())
        return tl::unexpected<Error>(d->socketError());
    // QSslSocket would hand these out later as if they had come over TLS (CVE-2011-0411).
    if (d->socket->bytesAvailable() > 0)
        return failure(ErrorCode::PlaintextInjected, d->place());
    return d->shakeHands();
}

bool SocketChannel::isEncrypted() const
{
    return !d->closed && d->socket->isEncrypted();
}

QString SocketChannel::tlsVersion() const
{
    if (!isEncrypted())
        return {};
    return versionName(d->socket->sessionProtocol());
}

void SocketChannel::close()
{
    if (d->closed)
        return;
    d->closed = true;
    if (!d->socket)
        return;
    // Bids farewell to TLS where nothing is left to send (R81), and waits for nothing.
    if (d->socket->isEncrypted() && d->socket->bytesToWrite() == 0 &&
        d->socket->encryptedBytesToWrite() == 0) {
        d->socket->disconnectFromHost();
        d->socket->flush();
    }
    d->socket->abort();
}
