// SPDX-License-Identifier: GPL-3.0-or-later
#include "OAuthTokens.h"

#include "Log.h"

#include <QEventLoop>
#include <QHostAddress>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>
#include <QUrl>
#include <QUrlQuery>

using namespace std::chrono_literals;

namespace
{

constexpr auto patience = 30s;
constexpr qint64 maxAnswer = 64 * 1024;
constexpr qint64 earlier = 60; // seconds: a token must outlive the sign-in it is for

bool isLoopback(const QString &host)
{
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

Result<QUrl> safeUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isSafe = url.scheme() == QLatin1String("https") ||
                        (url.scheme() == QLatin1String("http") && isLoopback(url.host()));
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty() || !isSafe)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("the token address is not https"));
    return url;
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
        return ErrorCode::ProxyFailed;
    default:
        return ErrorCode::ConnectionLost;
    }
}

QByteArray formOf(const OAuthSettings &settings, const QString &refreshToken)
{
    QByteArray form = "grant_type=refresh_token";
    const std::pair<const char *, const QString &> fields[] = {
        {"refresh_token", refreshToken},
        {"client_id", settings.clientId},
        {"client_secret", settings.clientSecret},
        {"scope", settings.scope},
    };
    for (const auto &[name, value] : fields)
        if (!value.isEmpty())
            form += QByteArray("&") + name + '=' + QUrl::toPercentEncoding(value);
    return form;
}

Result<OAuthAnswer> ask(const QUrl &url, const QByteArray &form, Cancellation &cancellation)
{
    if (cancellation.isCancelled())
        return failure(ErrorCode::Cancelled, url.host());
    QEventLoop loop;
    QNetworkAccessManager network;
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::ContentTypeHeader,
                      QByteArrayLiteral("application/x-www-form-urlencoded"));
    request.setRawHeader("Accept", "application/json");
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    const std::unique_ptr<QNetworkReply> reply(network.post(request, form));
    QByteArray body;
    bool isTooLong = false;
    QObject::connect(reply.get(), &QNetworkReply::readyRead, &loop, [&] {
        body += reply->read(maxAnswer + 1 - body.size());
        isTooLong = body.size() > maxAnswer;
        if (isTooLong)
            loop.quit();
    });
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    QTimer timer;
    timer.setSingleShot(true);
    QObject::connect(&timer, &QTimer::timeout, &loop, &QEventLoop::quit);
    timer.start(patience);
    {
        const Cancellation::Listener listener(cancellation, [&loop] {
            QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
        });
        while (!reply->isFinished() && !isTooLong && timer.isActive() && !cancellation.isCancelled())
            loop.exec();
    }
    if (cancellation.isCancelled())
        return failure(ErrorCode::Cancelled, url.host());
    if (isTooLong)
        return failure(ErrorCode::ProtocolViolation, QStringLiteral("token server: a very long answer"));
    if (!reply->isFinished())
        return failure(ErrorCode::Timeout, url.host());
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    // Without a status there was no answer; with one, Qt's error is but the status once more.
    if (status == 0)
        return failure(codeOf(reply->error()), QStringLiteral("token server: %1").arg(reply->errorString()));
    return parseOAuthAnswer(status, body);
}

} // namespace

struct OAuthTokens::Entry {
    std::timed_mutex mutex;
    QString refreshToken; // the latest of its line
    QString accessToken;
    qint64 validUntil = 0;
};

OAuthTokens::OAuthTokens(const Clock &clock) : m_clock(clock) {}
OAuthTokens::~OAuthTokens() = default;

OAuthTokens::Entry &OAuthTokens::entryOf(const OAuthSettings &settings, const QString &refreshToken)
{
    const std::lock_guard lock(m_mutex);
    // A token that took the place of another continues its line.
    for (const auto &[key, entry] : m_entries)
        if (key.startsWith(settings.tokenUrl + QLatin1Char('\n') + settings.clientId + QLatin1Char('\n')) &&
            entry->refreshToken == refreshToken)
            return *entry;
    auto &entry = m_entries[settings.tokenUrl + QLatin1Char('\n') + settings.clientId + QLatin1Char('\n') +
                            refreshToken];
    if (!entry) {
        entry = std::make_unique<Entry>();
        entry->refreshToken = refreshToken;
    }
    return *entry;
}

Result<QString> OAuthTokens::accessToken(const OAuthSettings &settings, const QString &refreshToken,
                                         bool refresh, Cancellation &cancellation, const Rotated &rotated)
{
    if (refreshToken.isEmpty())
        return failure(ErrorCode::CredentialsMissing, settings.clientId);
    TRY(const QUrl url, safeUrl(settings.tokenUrl));
    Entry &entry = entryOf(settings, refreshToken);
    std::unique_lock lock(entry.mutex, std::defer_lock);
    while (!lock.try_lock_for(50ms))
        if (cancellation.isCancelled())
            return failure(ErrorCode::Cancelled, url.host());
    if (!refresh && !entry.accessToken.isEmpty() && m_clock.now() < entry.validUntil)
        return entry.accessToken;
    entry.accessToken.clear();
    TRY(const OAuthAnswer answer, ask(url, formOf(settings, entry.refreshToken), cancellation));
    entry.accessToken = answer.accessToken;
    entry.validUntil = answer.seconds > 0 ? m_clock.now() + answer.seconds - earlier : 0;
    if (!answer.refreshToken.isEmpty() && answer.refreshToken != entry.refreshToken) {
        {
            const std::lock_guard table(m_mutex);
            entry.refreshToken = answer.refreshToken;
        }
        if (rotated)
            rotated(answer.refreshToken);
    }
    qCInfo(logNet) << "got an access token from" << url.host() << "for" << answer.seconds << "s";
    return answer.accessToken;
}
