// SPDX-License-Identifier: GPL-3.0-or-later
#include "PopProbe.h"

#include "DiscoveryLookup.h"
#include "Pop3Connection.h"
#include "ProxyEndpoint.h"
#include "SocketChannel.h"

Result<ServerProposal> probePop(const PopPlace &place, const MailAddress &address,
                                const DiscoveryEnvironment &environment, Cancellation &cancellation)
{
    Q_ASSERT(place.security != ServerSecurity::None);
    const bool isTls = place.security == ServerSecurity::Tls;
    Endpoint endpoint{place.host, place.port, isTls ? Security::Tls : Security::StartTls};
    endpoint.tls.caFile = environment.caFile;
    endpoint.proxy = proxyServerOf(environment.proxy, environment.proxyPassword);
    endpoint.patience = {environment.patience, environment.patience, environment.patience};
    SocketChannel::Options options;
    options.lookup = nameLookupOf(environment);
    TRY(auto channel, SocketChannel::connect(endpoint, cancellation, options));
    CHECK(Pop3Connection::open(std::move(channel), endpoint.security, {endpoint.patience}));

    ServerProposal proposal;
    proposal.source = DiscoverySource::Probe;
    proposal.toldBy = place.host;
    proposal.server.host = place.host;
    proposal.server.port = place.port;
    proposal.server.security = place.security;
    proposal.server.user = address.whole;
    return proposal;
}
