// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerTest.h"

#include "OAuthTokens.h"

ServerTest::ServerTest(const ServerSettings &server, SignInSecrets secrets, OAuthTokens &tokens)
    : m_server(server), m_secrets(std::move(secrets)), m_tokens(tokens)
{
    setObjectName(QStringLiteral("server test"));
}

ServerTest::~ServerTest()
{
    cancel();
    wait();
}

void ServerTest::run()
{
    SignInSecrets secrets = m_secrets;
    if (m_server.signIn == SignIn::OAuth)
        secrets.accessToken = [this](bool refresh) {
            const OAuthGrant grant{m_server.oauth, m_secrets.password, m_server.proxy,
                                   m_secrets.proxyPassword};
            return m_tokens.accessToken(grant, refresh, m_cancellation);
        };
    Q_EMIT tested(mailboxFacts(m_server, secrets, connectBySocket(), m_cancellation));
}
