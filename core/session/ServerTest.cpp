// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerTest.h"

#include "OAuthTokens.h"
#include "SecretStore.h"

ServerTest::ServerTest(const ServerSettings &server, SignInSecrets secrets, OAuthTokens &tokens,
                       SecretStore &store, const QStringList &keys)
    : m_server(server), m_secrets(std::move(secrets)), m_tokens(tokens), m_store(store), m_keys(keys),
      m_storedToken(m_secrets.password)
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
        secrets.accessToken = [this](bool refresh) { return accessToken(refresh); };
    Q_EMIT tested(mailboxFacts(m_server, secrets, connectBySocket(), m_cancellation));
}

Result<QString> ServerTest::accessToken(bool refresh)
{
    const OAuthGrant grant{m_server.oauth, m_secrets.password, m_server.proxy, m_secrets.proxyPassword};
    return m_tokens.accessToken(grant, refresh, m_cancellation,
                                [this](const QString &refreshToken) { replace(refreshToken); });
}

void ServerTest::replace(const QString &refreshToken)
{
    for (const QString &key : m_keys)
        if (m_store.read(key, m_cancellation).value_or(QString()) == m_storedToken)
            (void)m_store.write(key, refreshToken, m_cancellation);
    m_storedToken = refreshToken;
}
