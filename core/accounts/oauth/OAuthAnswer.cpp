// SPDX-License-Identifier: GPL-3.0-or-later
#include "OAuthRequest.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace
{

// A number, or a number in quotes, which some servers send.
qint64 secondsOf(const QJsonValue &value)
{
    constexpr double longest = 10.0 * 365 * 86'400;
    const double seconds = value.isString() ? value.toString().toDouble() : value.toDouble();
    return seconds > 0 && seconds <= longest ? static_cast<qint64>(seconds) : 0;
}

} // namespace

bool isOAuthWord(const QString &text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(),
                                          [](QChar c) { return c.unicode() > 0x20 && c.unicode() < 0x7f; });
}

QString oauthErrorWords(const QString &text)
{
    constexpr int longest = 200;
    const QString words = text.left(longest);
    const bool isPlain = std::all_of(words.begin(), words.end(),
                                     [](QChar c) { return c.unicode() >= 0x20 && c.unicode() < 0x7f; });
    return isPlain ? words : QString();
}

Result<OAuthAnswer> parseOAuthAnswer(int status, const QByteArray &body)
{
    const QJsonObject json = QJsonDocument::fromJson(body).object();
    const QString detail = QStringLiteral("token server: HTTP %1 %2")
                               .arg(status)
                               .arg(oauthErrorWords(json[QLatin1String("error")].toString()))
                               .trimmed();
    if (status >= 500 || status == 408 || status == 429)
        return failure(ErrorCode::ServerTemporary, detail);
    if (status == 400 || status == 401 || status == 403)
        return failure(ErrorCode::AuthRejected, detail);
    if (status != 200)
        return failure(ErrorCode::ServerRefused, detail);
    OAuthAnswer answer;
    answer.accessToken = json[QLatin1String("access_token")].toString();
    const QString type = json[QLatin1String("token_type")].toString();
    if (!isOAuthWord(answer.accessToken))
        return failure(ErrorCode::ProtocolViolation, QStringLiteral("token server: no access token"));
    if (!type.isEmpty() && type.compare(QLatin1String("Bearer"), Qt::CaseInsensitive) != 0)
        return failure(ErrorCode::Unsupported, QStringLiteral("token server: another kind of token"));
    const QString refreshToken = json[QLatin1String("refresh_token")].toString();
    if (isOAuthWord(refreshToken))
        answer.refreshToken = refreshToken;
    answer.seconds = secondsOf(json[QLatin1String("expires_in")]);
    return answer;
}
