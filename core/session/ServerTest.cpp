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
            return m_tokens.accessToken(m_server.oauth, m_secrets.password, refresh, m_cancellation);
        };
    Q_EMIT tested(mailboxFacts(m_server, secrets, connectBySocket(), m_cancellation));
}
