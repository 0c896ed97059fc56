// SPDX-License-Identifier: GPL-3.0-or-later
#include "AuthorizationServer.h"

#include <algorithm>

namespace
{
AuthorizationServer google()
{
    return {QStringLiteral("google"), QStringLiteral("Google"),
            QStringLiteral("https://accounts.google.com/o/oauth2/v2/auth"),
            QStringLiteral("https://oauth2.googleapis.com/token"),
            QStringLiteral("https://oauth2.googleapis.com/revoke"),
            QStringLiteral("https://mail.google.com/"), false,
            // Who has given his permission once before is else asked for no second refresh token.
            QStringLiteral("access_type=offline&prompt=consent")};
}

// There is no address at which it takes a permission back: its users do that on a page of theirs.
AuthorizationServer microsoft()
{
    return {QStringLiteral("microsoft"),
            QStringLiteral("Microsoft"),
            QStringLiteral("https://login.microsoftonline.com/common/oauth2/v2.0/authorize"),
            QStringLiteral("https://login.microsoftonline.com/common/oauth2/v2.0/token"),
            {},
            QStringLiteral("https://outlook.office.com/POP.AccessAsUser.All offline_access"),
            true};
}

AuthorizationServer yahoo()
{
    return {QStringLiteral("yahoo"),
            QStringLiteral("Yahoo"),
            QStringLiteral("https://api.login.yahoo.com/oauth2/request_auth"),
            QStringLiteral("https://api.login.yahoo.com/oauth2/get_token"),
            QStringLiteral("https://api.login.yahoo.com/oauth2/revoke"),
            QStringLiteral("mail-r"),
            true};
}

AuthorizationServer fastmail()
{
    return {QStringLiteral("fastmail"),
            QStringLiteral("Fastmail"),
            QStringLiteral("https://api.fastmail.com/oauth/authorize"),
            QStringLiteral("https://api.fastmail.com/oauth/refresh"),
            QStringLiteral("https://api.fastmail.com/oauth/revoke"),
            QStringLiteral("https://www.fastmail.com/dev/protocol-pop offline_access")};
}

template <class Fits> const AuthorizationServer *firstServer(Fits fits)
{
    const auto &servers = authorizationServers();
    const auto found = std::find_if(servers.begin(), servers.end(), fits);
    return found == servers.end() ? nullptr : &*found;
}
} // namespace

const std::vector<AuthorizationServer> &authorizationServers()
{
    static const std::vector<AuthorizationServer> servers{google(), microsoft(), yahoo(), fastmail()};
    return servers;
}

const AuthorizationServer *authorizationServerById(const QString &id)
{
    return firstServer([&](const AuthorizationServer &server) { return server.id == id; });
}

const AuthorizationServer *authorizationServerByPage(const QString &authorizationUrl)
{
    return firstServer(
        [&](const AuthorizationServer &server) { return server.authorizationUrl == authorizationUrl; });
}

OAuthSettings oauthSettings(const AuthorizationServer &server, const OAuthClient &client)
{
    OAuthSettings settings;
    settings.tokenUrl = server.tokenUrl;
    settings.authorizationUrl = server.authorizationUrl;
    settings.revocationUrl = server.revocationUrl;
    settings.clientId = client.id;
    settings.clientSecret = client.secret;
    settings.scope = server.scope;
    return settings;
}
