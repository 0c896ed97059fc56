// SPDX-License-Identifier: GPL-3.0-or-later
#include "DemoProfile.h"

DemoProfile::DemoProfile(Profile profile, QByteArrayList messages)
    : m_profile(std::move(profile)), m_server(std::move(messages))
{
}

Result<std::unique_ptr<DemoProfile>> DemoProfile::start(QByteArrayList messages)
{
    TRY(auto profile, Profile::openTemporary());
    auto demo = std::unique_ptr<DemoProfile>(new DemoProfile(std::move(profile), std::move(messages)));
    demo->m_port = demo->m_server.start();
    if (demo->m_port == 0)
        return failure(ErrorCode::ConnectionRefused, QStringLiteral("127.0.0.1: no free port"));
    return demo;
}

Account DemoProfile::account() const
{
    Account account;
    account.name = QStringLiteral("Sample mail");
    account.email = QStringLiteral("demo@poplar.example");
    account.server.host = QStringLiteral("127.0.0.1");
    account.server.port = m_port;
    account.server.security = ServerSecurity::None; // loopback, within this process
    account.server.user = QStringLiteral("demo");
    return account;
}

QString DemoProfile::password() const
{
    return QStringLiteral("demo");
}
