// SPDX-License-Identifier: GPL-3.0-or-later
#include "OAuthRequest.h"

#include <QEventLoop>
#include <QHostAddress>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSslConfiguration>
#include <QTimer>

namespace
{

constexpr qint64 maxAnswer = 64 * 1024;

bool isLoopback(const QString &host)
{
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

// Said outright in each case, so that no proxy of the whole program takes its place.
QNetworkProxy networkProxy(const OAuthProxy &proxy, const QUrl &url)
{
    const ProxySettings &settings = proxy.settings;
    if (settings.kind == ProxySettings::Kind::None || isLoopback(url.host()))
        return QNetworkProxy(QNetworkProxy::NoProxy);
    const auto type =
        settings.kind == ProxySettings::Kind::Socks5 ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy;
    return QNetworkProxy(type, settings.host, settings.port, settings.user, proxy.password);
}

QNetworkRequest networkRequest(const QUrl &url)
{
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::ContentTypeHeader,
                      QByteArrayLiteral("application/x-www-form-urlencoded"));
    request.setRawHeader("Accept", "application/json");
    request.setRawHeader("Accept-Encoding", "identity"); // what is counted is what arrives
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    request.setSslConfiguration(tls);
    return request;
}

ErrorCode codeOf(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::HostNotFoundError:
        return ErrorCode::HostNotFound;
    case QNetworkReply::ConnectionRefusedError:
        return ErrorCode::ConnectionRefused;
    case QNetworkReply::TimeoutError:
        return ErrorCode::Timeout;
    case QNetworkReply::SslHandshakeFailedError:
        return ErrorCode::TlsFailed;
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::UnknownProxyError:
        return ErrorCode::ProxyFailed;
    default:
        return ErrorCode::ConnectionLost;
    }
}

// Runs until the reply has ended, is too long, or nobody waits for it any more.
class Exchange
{
public:
    Exchange(QNetworkReply &reply, std::chrono::milliseconds patience) : m_reply(reply)
    {
        QObject::connect(&reply, &QNetworkReply::readyRead, &m_loop, [this] { read(); });
        QObject::connect(&reply, &QNetworkReply::finished, &m_loop, &QEventLoop::quit);
        m_timer.setSingleShot(true);
        QObject::connect(&m_timer, &QTimer::timeout, &m_loop, &QEventLoop::quit);
        m_timer.start(patience);
    }

    void run(Cancellation &cancellation)
    {
        const Cancellation::Listener listener(cancellation, [this] {
            QMetaObject::invokeMethod(&m_loop, &QEventLoop::quit, Qt::QueuedConnection);
        });
        while (!m_reply.isFinished() && !isTooLong() && m_timer.isActive() && !cancellation.isCancelled())
            m_loop.exec();
        read();
    }
    bool isTooLong() const { return m_body.size() > maxAnswer; }
    const QByteArray &body() const { return m_body; }

private:
    void read()
    {
        m_body += m_reply.read(maxAnswer + 1 - m_body.size());
        if (isTooLong())
            m_loop.quit();
    }

    QNetworkReply &m_reply;
    QEventLoop m_loop;
    QTimer m_timer;
    QByteArray m_body;
};

} // namespace

Result<QUrl> tokenServerUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isSafe = url.scheme() == QLatin1String("https") ||
                        (url.scheme() == QLatin1String("http") && isLoopback(url.host()));
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty() || !isSafe)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("the token address is not https"));
    return url;
}

Result<OAuthAnswer> askTokenServer(const OAuthRequest &request, Cancellation &cancellation)
{
    const QString host = request.url.host();
    if (cancellation.isCancelled())
        return failure(ErrorCode::Cancelled, host);
    QNetworkAccessManager network;
    network.setProxy(networkProxy(request.proxy, request.url));
    const std::unique_ptr<QNetworkReply> reply(network.post(networkRequest(request.url), request.form));
    Exchange exchange(*reply, request.patience);
    exchange.run(cancellation);
    if (cancellation.isCancelled())
        return failure(ErrorCode::Cancelled, host);
    if (exchange.isTooLong())
        return failure(ErrorCode::ProtocolViolation, QStringLiteral("token server: a very long answer"));
    if (!reply->isFinished())
        return failure(ErrorCode::Timeout, host);
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    // Without a status there was no answer; with one, Qt's error is but the status once more.
    if (status == 0)
        return failure(codeOf(reply->error()), QStringLiteral("token server: %1").arg(reply->errorString()));
    return parseOAuthAnswer(status, exchange.body());
}
