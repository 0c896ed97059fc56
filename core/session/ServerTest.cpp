// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerTest.h"

ServerTest::ServerTest(const ServerSettings &server, SignInSecrets secrets)
    : m_server(server), m_secrets(std::move(secrets))
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
    Q_EMIT tested(mailboxFacts(m_server, m_secrets, connectBySocket(), m_cancellation));
}
