// SPDX-License-Identifier: GPL-3.0-or-later
#include "OAuthTokens.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace
{

// RFC 6750 §2.1 and RFC 6749 appendix A: printable ASCII. Anything else could not go into a sign-in.
bool isToken(const QString &text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(),
                                          [](QChar c) { return c.unicode() > 0x20 && c.unicode() < 0x7f; });
}

// RFC 6749 §5.2 gives the error's words their letters; others are not shown.
QString errorWords(const QJsonObject &json)
{
    const QString words = json[QLatin1String("error")].toString().left(100);
    const bool isPlain = std::all_of(words.begin(), words.end(),
                                     [](QChar c) { return c.unicode() >= 0x20 && c.unicode() < 0x7f; });
    return isPlain ? words : QString();
}

// A number, or a number in quotes, which some servers send.
qint64 secondsOf(const QJsonValue &value)
{
    constexpr double longest = 10.0 * 365 * 86'400;
    const double seconds = value.isString() ? value.toString().toDouble() : value.toDouble();
    return seconds > 0 && seconds <= longest ? static_cast<qint64>(seconds) : 0;
}

} // namespace

Result<OAuthAnswer> parseOAuthAnswer(int status, const QByteArray &body)
{
    const QJsonObject json = QJsonDocument::fromJson(body).object();
    const QString detail =
        QStringLiteral("token server: HTTP %1 %2").arg(status).arg(errorWords(json)).trimmed();
    if (status >= 500 || status == 408 || status == 429)
        return failure(ErrorCode::ServerTemporary, detail);
    if (status == 400 || status == 401 || status == 403)
        return failure(ErrorCode::AuthRejected, detail);
    if (status != 200)
        return failure(ErrorCode::ServerRefused, detail);
    OAuthAnswer answer;
    answer.accessToken = json[QLatin1String("access_token")].toString();
    const QString type = json[QLatin1String("token_type")].toString();
    if (!isToken(answer.accessToken))
        return failure(ErrorCode::ProtocolViolation, QStringLiteral("token server: no access token"));
    if (!type.isEmpty() && type.compare(QLatin1String("Bearer"), Qt::CaseInsensitive) != 0)
        return failure(ErrorCode::Unsupported, QStringLiteral("token server: another kind of token"));
    const QString refreshToken = json[QLatin1String("refresh_token")].toString();
    if (isToken(refreshToken))
        answer.refreshToken = refreshToken;
    answer.seconds = secondsOf(json[QLatin1String("expires_in")]);
    return answer;
}
