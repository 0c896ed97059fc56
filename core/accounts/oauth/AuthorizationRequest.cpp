// SPDX-License-Identifier: GPL-3.0-or-later
#include "AuthorizationRequest.h"

#include "AuthorizationServer.h"
#include "OAuthRequest.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <array>

namespace
{
QString base64Url(const QByteArray &bytes)
{
    return QString::fromLatin1(
        bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

QString randomWord()
{
    std::array<quint32, 8> words;
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return base64Url(QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words));
}
} // namespace

AuthorizationRequest AuthorizationRequest::make(const OAuthSettings &settings, const QString &redirectUri)
{
    return {settings, redirectUri, randomWord(), randomWord()};
}

Result<QUrl> AuthorizationRequest::page(const QString &email) const
{
    TRY(QUrl url, oauthServerUrl(settings.authorizationUrl));
    if (settings.clientId.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("no client is known for this provider"));
    QByteArray query = url.query(QUrl::FullyEncoded).toLatin1();
    if (!query.isEmpty())
        query += '&';
    query += oauthForm({{"response_type", QStringLiteral("code")},
                        {"client_id", settings.clientId},
                        {"redirect_uri", redirectUri},
                        {"scope", settings.scope},
                        {"state", state},
                        {"code_challenge", codeChallenge(verifier)},
                        {"code_challenge_method", QStringLiteral("S256")},
                        {"login_hint", email}});
    const AuthorizationServer *const server = authorizationServerByPage(settings.authorizationUrl);
    if (server && !server->parameters.isEmpty())
        query += '&' + server->parameters.toLatin1();
    url.setQuery(QString::fromLatin1(query), QUrl::StrictMode);
    url.setFragment({});
    return url;
}

QByteArray AuthorizationRequest::redemption(const QString &code) const
{
    return oauthForm({{"grant_type", QStringLiteral("authorization_code")},
                      {"code", code},
                      {"redirect_uri", redirectUri},
                      {"client_id", settings.clientId},
                      {"client_secret", settings.clientSecret},
                      {"code_verifier", verifier}});
}

QString codeChallenge(const QString &verifier)
{
    return base64Url(QCryptographicHash::hash(verifier.toLatin1(), QCryptographicHash::Sha256));
}
