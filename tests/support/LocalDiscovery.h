// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where to look for the server of an address in the domain "localhost": of all names in it that one alone
// exists, the name servers and the web know nothing of it, and usual names are tried on the ports that are
// given. Certificates of the authority in `caFile` are good.
#pragma once

#include "DiscoveryEnvironment.h"

inline DiscoveryEnvironment localDiscovery(const QString &caFile, quint16 tlsPort, quint16 startTlsPort)
{
    DiscoveryEnvironment environment;
    environment.resolver = [](const DnsQuestion &, std::chrono::milliseconds,
                              Cancellation &) -> Result<std::vector<DnsRecord>> {
        return std::vector<DnsRecord>();
    };
    environment.addresses = {{QStringLiteral("localhost"), QStringLiteral("127.0.0.1")}};
    environment.systemProxy = {};
    environment.caFile = caFile;
    environment.webPort = 1; // refuses
    environment.mayBePrivate = true;
    environment.tlsPort = tlsPort;
    environment.startTlsPort = startTlsPort;
    environment.patience = std::chrono::minutes(1); // for slow computers
    return environment;
}
