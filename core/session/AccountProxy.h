// SPDX-License-Identifier: GPL-3.0-or-later
//
// AccountProxy is the way that an account's mail takes, for what else is asked on its behalf: who gets his
// mail through a proxy wants no sender to learn where he is. A value; read() is for a thread that may wait
// for the secrets.
#pragma once

#include "Account.h"
#include "Endpoint.h"
#include "Identifiers.h"
#include "Result.h"

#include <vector>

class Cancellation;
class SecretStore;

class AccountProxy
{
public:
    AccountProxy() = default; // none
    explicit AccountProxy(const Account &account) : m_uuid(account.uuid), m_server(account.server) {}
    // Of the one with this id; none where it is not among them.
    static AccountProxy of(const std::vector<Account> &accounts, AccountId account);

    bool isNone() const { return m_server.proxy.kind == ProxySettings::Kind::None; }

    // With its password where it wants one. Fails where that cannot be read: nothing is asked without it.
    Result<ProxyServer> read(SecretStore &secrets, Cancellation &cancellation) const;

private:
    QString m_uuid;
    ServerSettings m_server;
};
