// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountProxy.h"

#include "AccountSecrets.h"
#include "SecretStore.h"
#include "ServerSignIn.h"

#include <algorithm>

AccountProxy AccountProxy::of(const std::vector<Account> &accounts, AccountId account)
{
    const auto own = std::find_if(accounts.begin(), accounts.end(),
                                  [account](const Account &one) { return one.id == account; });
    return own == accounts.end() ? AccountProxy() : AccountProxy(*own);
}

Result<ProxyServer> AccountProxy::read(SecretStore &secrets, Cancellation &cancellation) const
{
    if (isNone())
        return ProxyServer();
    SignInSecrets known;
    if (!m_server.proxy.user.isEmpty()) {
        TRY(known.proxyPassword, secrets.read(proxySecretKey(m_uuid), cancellation));
    }
    return endpointOf(m_server, known).proxy;
}
