// SPDX-License-Identifier: GPL-3.0-or-later
//
// DemoProfile is a throw-away profile with a running demo server and the account that points at it, for
// `poplar --demo` and `poplar-cli demo`. Main thread. Everything of it is gone with the object; destroy the
// session that uses it first.
#pragma once

#include "Account.h"
#include "DemoServer.h"
#include "MemorySecrets.h"
#include "Profile.h"

class DemoProfile
{
public:
    // `messages` is what the server has; as they are sent. Errors: DiskFailed, ConnectionRefused (no port).
    static Result<std::unique_ptr<DemoProfile>> start(QByteArrayList messages);

    QString directory() const { return m_profile.directory(); }
    SecretStore &secrets() { return m_secrets; }

    // Not saved yet: hand it to MailSession::saveAccount with password().
    Account account() const;
    QString password() const;

private:
    DemoProfile(Profile profile, QByteArrayList messages);

    Profile m_profile;
    MemorySecrets m_secrets;
    DemoServer m_server;
    quint16 m_port = 0;
};
