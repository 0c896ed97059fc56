// SPDX-License-Identifier: GPL-3.0-or-later
#include "SignInCredentials.h"

#include <QLocale>

namespace
{
using Method = Pop3Credentials::Method;

Method methodOf(SignIn signIn)
{
    switch (signIn) {
    case SignIn::Automatic:
        return Method::Automatic;
    case SignIn::SaslPlain:
        return Method::SaslPlain;
    case SignIn::UserPass:
        return Method::UserPass;
    case SignIn::Login:
        return Method::Login;
    case SignIn::CramMd5:
        return Method::CramMd5;
    case SignIn::DigestMd5:
        return Method::DigestMd5;
    case SignIn::Apop:
        return Method::Apop;
    case SignIn::ScramSha1:
        return Method::ScramSha1;
    case SignIn::ScramSha256:
        return Method::ScramSha256;
    case SignIn::Gssapi:
        return Method::Gssapi;
    case SignIn::External:
        return Method::External;
    case SignIn::OAuth:
        return Method::OAuth;
    }
    Q_UNREACHABLE();
}

bool takesPassword(const ServerSettings &server)
{
    switch (server.signIn) {
    case SignIn::Gssapi:
    case SignIn::External:
    case SignIn::OAuth:
        return false;
    case SignIn::Automatic:
        return server.clientCertificate.isEmpty();
    default:
        return true;
    }
}
} // namespace

Result<Pop3Credentials> credentialsOf(const ServerSettings &server, const SignInSecrets &secrets)
{
    if (takesPassword(server) && secrets.password.isEmpty())
        return failure(ErrorCode::CredentialsMissing, server.user);
    Pop3Credentials credentials{server.user, secrets.password, methodOf(server.signIn)};
    credentials.host = server.host.trimmed();
    credentials.port = server.port;
    credentials.hasClientCertificate = !server.clientCertificate.isEmpty();
    credentials.language = QLocale().bcp47Name();
    if (server.signIn == SignIn::External || server.signIn == SignIn::Gssapi)
        credentials.password.clear(); // what there is, is the key's passphrase, or left over
    if (server.signIn == SignIn::OAuth) {
        credentials.password.clear(); // what there is, is the refresh token, and not for this server
        if (!secrets.accessToken)
            return failure(ErrorCode::CredentialsMissing, server.user);
        TRY(const QString first, secrets.accessToken(false));
        credentials.accessToken = [first, next = secrets.accessToken](bool refresh) -> Result<QString> {
            if (refresh)
                return next(true);
            return first;
        };
    }
    return credentials;
}
