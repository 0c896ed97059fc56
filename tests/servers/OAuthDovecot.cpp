// SPDX-License-Identifier: GPL-3.0-or-later
#include "OAuthDovecot.h"

Result<void> startOAuthDovecot(DovecotServer &server, const OAuthProvider &provider,
                               const QByteArray &mechanism)
{
    TRY(const QByteArray tokens,
        server.putFile(QStringLiteral("oauth2"), "introspection_url = " + provider.introspectionUrl() +
                                                     "\nintrospection_mode = post\n"
                                                     "force_introspection = yes\n"
                                                     "username_attribute = username\n"
                                                     "active_attribute = active\nactive_value = true\n"));
    DovecotSignIn signIn;
    signIn.mechanisms = "plain " + mechanism;
    signIn.passdbs = "passdb {\n  driver = oauth2\n  mechanisms = oauthbearer xoauth2\n  args = " + tokens +
                     "\n}\npassdb {\n  driver = static\n  mechanisms = plain\n  args = password=" +
                     DovecotServer::password().toUtf8() + "\n}\n";
    server.setSignIn(signIn);
    return server.start();
}
