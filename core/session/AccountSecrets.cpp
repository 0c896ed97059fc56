// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountSecrets.h"

namespace
{
bool takesPassword(SignIn signIn)
{
    return signIn != SignIn::External && signIn != SignIn::Gssapi;
}

Result<QString> read(const QString &key, SecretStore &secrets, Cancellation &cancellation)
{
    auto secret = secrets.read(key, cancellation);
    if (!secret && secret.error().code != ErrorCode::Cancelled)
        secret.error().code = ErrorCode::CredentialsMissing;
    return secret;
}
} // namespace

QString proxySecretKey(const QString &accountUuid)
{
    return accountUuid + QStringLiteral("/proxy");
}

Result<SignInSecrets> accountSecrets(const Account &account, SignInSecrets given, SecretStore &secrets,
                                     OAuthTokens &tokens, Cancellation &cancellation)
{
    const ServerSettings &server = account.server;
    const bool isSaved = !account.uuid.isEmpty();
    if (given.password.isEmpty() && takesPassword(server.signIn) && isSaved) {
        TRY(given.password, read(account.uuid, secrets, cancellation));
    }
    const bool takesProxyPassword =
        server.proxy.kind != ProxySettings::Kind::None && !server.proxy.user.isEmpty();
    if (given.proxyPassword.isEmpty() && takesProxyPassword && isSaved) {
        TRY(given.proxyPassword, read(proxySecretKey(account.uuid), secrets, cancellation));
    }
    if (server.signIn == SignIn::OAuth) {
        const auto keep = [uuid = account.uuid, &secrets, &cancellation](const QString &refreshToken) {
            if (!uuid.isEmpty())
                (void)secrets.write(uuid, refreshToken, cancellation);
        };
        given.accessToken = [settings = server.oauth, refreshToken = given.password, &tokens, &cancellation,
                             keep](bool refresh) {
            return tokens.accessToken(settings, refreshToken, refresh, cancellation, keep);
        };
    }
    return given;
}
