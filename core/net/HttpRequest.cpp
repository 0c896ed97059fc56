// SPDX-License-Identifier: GPL-3.0-or-later
#include "HttpRequest.h"

#include "PublicAddress.h"
#include "SocketChannel.h"

#include <QDeadlineTimer>

namespace
{
constexpr qsizetype longestUrl = 8 * 1024;
constexpr int plainPort = 80;
constexpr int securePort = 443;
constexpr int firstFreePort = 1024; // below it are other services, which must not be spoken to in HTTP

std::chrono::milliseconds patienceLeft(const QDeadlineTimer &deadline)
{
    return std::chrono::milliseconds(deadline.remainingTime());
}

bool isSecure(const QUrl &url)
{
    return url.scheme() == QLatin1String("https");
}

int portOf(const QUrl &url)
{
    return url.port(isSecure(url) ? securePort : plainPort);
}

// The host as it goes over the network: ASCII, an address of IPv6 without brackets.
QString hostOf(const QUrl &url)
{
    return url.host(QUrl::FullyEncoded);
}

Result<void> checkUrl(const HttpRequest &request)
{
    const QUrl &url = request.url;
    const auto refused = [&](const char *why) -> Result<void> {
        return failure(ErrorCode::InvalidArgument,
                       QStringLiteral("%1: %2").arg(hostOf(url), QLatin1String(why)));
    };
    const bool isWeb = isSecure(url) || url.scheme() == QLatin1String("http");
    if (!url.isValid() || !isWeb || hostOf(url).isEmpty() || url.toEncoded().size() > longestUrl)
        return refused("no address of the web");
    if (request.mayBePrivate)
        return {};
    const int port = portOf(url);
    if (port < firstFreePort && port != plainPort && port != securePort)
        return refused("no port of the web");
    const QHostAddress literal(hostOf(url));
    if (literal.isNull() ? isLocalName(hostOf(url)) : !isPublic(literal))
        return failure(ErrorCode::HostNotFound, QStringLiteral("%1: not on the internet").arg(hostOf(url)));
    return {};
}

QByteArray headOf(const HttpRequest &request)
{
    const QUrl &url = request.url;
    QByteArray target = url.path(QUrl::FullyEncoded).toLatin1();
    if (target.isEmpty())
        target = "/";
    if (url.hasQuery())
        target += '?' + url.query(QUrl::FullyEncoded).toLatin1();
    const QString host = hostOf(url);
    QByteArray place = (host.contains(u':') ? QStringLiteral("[%1]").arg(host) : host).toLatin1();
    if (url.port() >= 0)
        place += ':' + QByteArray::number(url.port());
    QByteArray head = (request.form.isEmpty() ? "GET " : "POST ") + target + " HTTP/1.1\r\nHost: " + place;
    if (!request.accept.isEmpty())
        head += "\r\nAccept: " + request.accept;
    // Servers turn away who gives no name; this one says nothing.
    head += "\r\nAccept-Encoding: identity\r\nUser-Agent: Mozilla/5.0\r\nConnection: close\r\n";
    if (!request.form.isEmpty())
        head += "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                QByteArray::number(request.form.size()) + "\r\n";
    return head + "\r\n";
}
} // namespace

Result<HttpAnswer> askWebServer(const HttpRequest &request, Cancellation &cancellation)
{
    CHECK(checkUrl(request));
    const QDeadlineTimer deadline(request.patience);
    Endpoint endpoint{hostOf(request.url), quint16(portOf(request.url)),
                      isSecure(request.url) ? Security::Tls : Security::None};
    endpoint.tls.caFile = request.caFile;
    endpoint.patience.connect = request.patience;
    endpoint.proxy = request.proxy;
    SocketChannel::Options options;
    if (request.lookup)
        options.lookup = request.lookup;
    // A proxy may be anywhere; it looks up the names behind it.
    if (request.proxy.kind == ProxyServer::Kind::None && !request.mayBePrivate)
        options.lookup = publicNameLookup(options.lookup);
    TRY(const auto channel, SocketChannel::connect(endpoint, cancellation, options));
    CHECK(channel->write(headOf(request) + request.form));
    HttpAnswerReader reader(request.longestBody);
    for (;;) {
        if (deadline.hasExpired())
            return failure(ErrorCode::Timeout, endpoint.host);
        QByteArray bytes;
        const auto arrived = channel->read(bytes, patienceLeft(deadline));
        if (!arrived && arrived.error().code == ErrorCode::ConnectionLost && reader.takeEnd())
            break;
        CHECK(arrived);
        TRY(const bool isWhole, reader.take(bytes));
        if (isWhole)
            break;
    }
    return reader.answer();
}
