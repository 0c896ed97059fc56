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
    // Not every key has a passphrase, and who shows a certificate may need no password.
    const bool isOptional = server.signIn == SignIn::External ||
                            (server.signIn == SignIn::Automatic && !server.clientCertificate.isEmpty());
    if (given.password.isEmpty() && isOptional && isSaved) {
        auto secret = secrets.read(account.uuid, cancellation);
        if (!secret && secret.error().code == ErrorCode::Cancelled)
            return tl::unexpected<Error>(std::move(secret.error()));
        given.password = secret.value_or(QString());
    }
    const bool isStored = given.password.isEmpty() && !isOptional && takesPassword(server.signIn) && isSaved;
    if (isStored) {
        TRY(given.password, read(account.uuid, secrets, cancellation));
    }
    const bool takesProxyPassword =
        server.proxy.kind != ProxySettings::Kind::None && !server.proxy.user.isEmpty();
    if (given.proxyPassword.isEmpty() && takesProxyPassword && isSaved) {
        TRY(given.proxyPassword, read(proxySecretKey(account.uuid), secrets, cancellation));
    }
    if (server.signIn == SignIn::OAuth) {
        const OAuthGrant grant{server.oauth, given.password, server.proxy, given.proxyPassword};
        // One that was given for this time only is not stored, nor what follows it.
        OAuthTokens::Rotated keep;
        if (isStored)
            keep = [uuid = account.uuid, &secrets, &cancellation](const QString &refreshToken) {
                (void)secrets.write(uuid, refreshToken, cancellation);
            };
        given.accessToken = [grant, &tokens, &cancellation, keep](bool refresh) {
            return tokens.accessToken(grant, refresh, cancellation, keep);
        };
    }
    return given;
}
