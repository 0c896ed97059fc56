// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountProxy.h"

#include "AccountSecrets.h"
#include "SecretStore.h"
#include "ServerSignIn.h"

Result<ProxyServer> AccountProxy::read(SecretStore &secrets, Cancellation &cancellation) const
{
    if (m_server.proxy.kind == ProxySettings::Kind::None)
        return ProxyServer();
    SignInSecrets known;
    if (!m_server.proxy.user.isEmpty()) {
        TRY(known.proxyPassword, secrets.read(proxySecretKey(m_uuid), cancellation));
    }
    return endpointOf(m_server, known).proxy;
}
