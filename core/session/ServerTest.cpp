// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerTest.h"

#include "ServerSignIn.h"

ServerTest::ServerTest(const ServerSettings &server, const QString &password)
    : m_server(server), m_password(password)
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
    Q_EMIT tested(mailboxFacts(m_server, m_password, connectBySocket(), m_cancellation));
}
