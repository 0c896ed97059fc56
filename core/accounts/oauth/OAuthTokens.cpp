// SPDX-License-Identifier: GPL-3.0-or-later
#include "OAuthTokens.h"

#include "Log.h"
#include "OAuthRequest.h"

using namespace std::chrono_literals;

namespace
{

constexpr qint64 earlier = 60; // seconds: a token must outlive the sign-in it is for

QByteArray formOf(const OAuthSettings &settings, const QString &refreshToken)
{
    return oauthForm({{"grant_type", QStringLiteral("refresh_token")},
                      {"refresh_token", refreshToken},
                      {"client_id", settings.clientId},
                      {"client_secret", settings.clientSecret},
                      {"scope", settings.scope}});
}

} // namespace

struct OAuthTokens::Line {
    const QString owner;
    QStringList refreshTokens; // that followed one another; under the table's mutex
    std::timed_mutex mutex;    // of the rest
    QString accessToken;
    qint64 validUntil = 0;
};

OAuthTokens::OAuthTokens(const Clock &clock, std::chrono::milliseconds patience)
    : m_clock(clock), m_patience(patience)
{
}
OAuthTokens::~OAuthTokens() = default;

// Whoever still has a token that another took the place of is on the same line.
OAuthTokens::Line &OAuthTokens::lineOf(const OAuthGrant &grant)
{
    const QString owner = grant.settings.tokenUrl + QLatin1Char('\n') + grant.settings.clientId;
    const std::lock_guard lock(m_mutex);
    for (const auto &line : m_lines)
        if (line->owner == owner && line->refreshTokens.contains(grant.refreshToken))
            return *line;
    m_lines.push_back(std::unique_ptr<Line>(new Line{owner, {grant.refreshToken}, {}, {}, 0}));
    return *m_lines.back();
}

QString OAuthTokens::lastOf(const Line &line)
{
    const std::lock_guard lock(m_mutex);
    return line.refreshTokens.last();
}

Result<QString> OAuthTokens::accessToken(const OAuthGrant &grant, bool refresh, Cancellation &cancellation,
                                         const Rotated &rotated)
{
    if (grant.refreshToken.isEmpty())
        return failure(ErrorCode::CredentialsMissing, grant.settings.clientId);
    TRY(const QUrl url, oauthServerUrl(grant.settings.tokenUrl));
    Line &line = lineOf(grant);
    std::unique_lock lock(line.mutex, std::defer_lock);
    while (!lock.try_lock_for(50ms))
        if (cancellation.isCancelled())
            return failure(ErrorCode::Cancelled, url.host());
    if (refresh || line.accessToken.isEmpty() || m_clock.now() >= line.validUntil)
        CHECK(renew(line, url, grant, cancellation));
    // Also when it was replaced earlier and could not be stored then, or nobody asked for it.
    const QString last = lastOf(line);
    if (rotated && last != grant.refreshToken)
        rotated(last);
    return line.accessToken;
}

Result<void> OAuthTokens::renew(Line &line, const QUrl &url, const OAuthGrant &grant,
                                Cancellation &cancellation)
{
    line.accessToken.clear();
    TRY(const OAuthAnswer answer,
        askTokenServer(
            {url, formOf(grant.settings, lastOf(line)), {grant.proxy, grant.proxyPassword}, m_patience},
            cancellation));
    line.accessToken = answer.accessToken;
    line.validUntil = answer.seconds > 0 ? m_clock.now() + answer.seconds - earlier : 0;
    if (!answer.refreshToken.isEmpty()) {
        const std::lock_guard lock(m_mutex);
        line.refreshTokens.removeAll(answer.refreshToken);
        line.refreshTokens.append(answer.refreshToken);
    }
    qCInfo(logNet) << "got an access token from" << url.host() << "for" << answer.seconds << "s";
    return {};
}
