// SPDX-License-Identifier: GPL-3.0-or-later
#include "OAuthRequest.h"

#include "SocketWait.h"

#include <QHostAddress>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSslConfiguration>

namespace
{

constexpr qint64 longestAnswer = 64 * 1024;

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

} // namespace

QByteArray oauthForm(const std::vector<std::pair<const char *, QString>> &fields)
{
    QByteArray form;
    for (const auto &[name, value] : fields) {
        if (value.isEmpty())
            continue;
        if (!form.isEmpty())
            form += '&';
        form += name;
        form += '=' + QUrl::toPercentEncoding(value);
    }
    return form;
}

Result<QUrl> oauthServerUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isSafe = url.scheme() == QLatin1String("https") ||
                        (url.scheme() == QLatin1String("http") && isLoopback(url.host()));
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty() || !isSafe)
        return failure(ErrorCode::InvalidArgument,
                       QStringLiteral("the address of the authorization server is not https"));
    return url;
}

Result<OAuthReply> askOAuthServer(const OAuthRequest &request, Cancellation &cancellation)
{
    const QString host = request.url.host();
    if (cancellation.isCancelled())
        return failure(ErrorCode::Cancelled, host);
    SocketWait wait(cancellation);
    QNetworkAccessManager network;
    network.setProxy(networkProxy(request.proxy, request.url));
    const std::unique_ptr<QNetworkReply> reply(network.post(networkRequest(request.url), request.form));
    OAuthReply answer;
    const auto read = [&] {
        answer.body += reply->read(longestAnswer + 1 - answer.body.size());
        wait.wake();
    };
    QObject::connect(reply.get(), &QNetworkReply::readyRead, wait.context(), read);
    QObject::connect(reply.get(), &QNetworkReply::finished, wait.context(), read);
    const auto end = wait.until([&] { return reply->isFinished() || answer.body.size() > longestAnswer; },
                                request.patience);
    if (end == SocketWait::End::Cancelled)
        return failure(ErrorCode::Cancelled, host);
    if (end == SocketWait::End::TimedOut)
        return failure(ErrorCode::Timeout, host);
    read();
    if (answer.body.size() > longestAnswer)
        return failure(ErrorCode::ProtocolViolation,
                       QStringLiteral("authorization server: a very long answer"));
    answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    // Without a status there was no answer; with one, Qt's error is but the status once more.
    if (answer.status == 0)
        return failure(codeOf(reply->error()),
                       QStringLiteral("authorization server: %1").arg(reply->errorString()));
    return answer;
}

Result<OAuthAnswer> askTokenServer(const OAuthRequest &request, Cancellation &cancellation)
{
    TRY(const OAuthReply reply, askOAuthServer(request, cancellation));
    return parseOAuthAnswer(reply.status, reply.body);
}
