// SPDX-License-Identifier: GPL-3.0-or-later
#include "OAuthMechanism.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace
{

constexpr auto bearer = "OAUTHBEARER";
constexpr auto forerunner = "XOAUTH2";

// RFC 6750 §2.1, somewhat wider: printable ASCII. A separator in it would let it add fields of its own.
bool isToken(const QString &token)
{
    return !token.isEmpty() && std::all_of(token.begin(), token.end(),
                                           [](QChar c) { return c.unicode() > 0x20 && c.unicode() < 0x7f; });
}

bool hasControls(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x20; });
}

// RFC 5802 §5.1: what separates the fields of the header is written otherwise.
QByteArray saslName(const QString &user)
{
    return user.toUtf8().replace("=", "=3D").replace(",", "=2C");
}

} // namespace

bool OAuthMechanism::isKnown(const QByteArray &name)
{
    return name == bearer || name == forerunner;
}

Result<OAuthMechanism> OAuthMechanism::start(const QByteArray &name, const SaslCredentials &credentials)
{
    if (!isToken(credentials.accessToken))
        return failure(ErrorCode::InvalidArgument, QStringLiteral("not an access token"));
    if (hasControls(credentials.user) || hasControls(credentials.host))
        return failure(ErrorCode::InvalidArgument, QStringLiteral("a control character in user or host"));
    const QByteArray authorization = "auth=Bearer " + credentials.accessToken.toLatin1() + "\x01\x01";
    if (name == forerunner)
        return OAuthMechanism("user=" + credentials.user.toUtf8() + '\x01' + authorization, {});
    QByteArray message = "n,a=" + saslName(credentials.user) + ",\x01";
    if (!credentials.host.isEmpty())
        message += "host=" + credentials.host.toUtf8() + '\x01';
    if (credentials.port != 0)
        message += "port=" + QByteArray::number(credentials.port) + '\x01';
    return OAuthMechanism(message + authorization, "\x01");
}

Result<std::optional<QByteArray>> OAuthMechanism::initialResponse()
{
    m_said = true;
    return std::optional<QByteArray>(m_message);
}

Result<QByteArray> OAuthMechanism::respond(QByteArrayView challenge)
{
    if (!m_said || m_refusal)
        return failure(ErrorCode::ProtocolViolation, QStringLiteral("a challenge out of turn"));
    m_refusal = oauthStatus(challenge);
    return m_answer;
}

QString oauthStatus(QByteArrayView challenge)
{
    const QString status = QJsonDocument::fromJson(challenge.toByteArray())
                               .object()
                               .value(QLatin1String("status"))
                               .toString()
                               .left(100);
    const bool printable = std::all_of(status.begin(), status.end(),
                                       [](QChar c) { return c.unicode() >= 0x20 && c.unicode() < 0x7f; });
    return printable ? status : QString();
}
