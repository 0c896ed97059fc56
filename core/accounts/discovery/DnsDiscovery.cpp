// SPDX-License-Identifier: GPL-3.0-or-later
#include "DnsDiscovery.h"

#include "ProviderProposal.h"

namespace
{
constexpr size_t mostRecords = 8; // that are looked at
} // namespace

Result<std::vector<ServerProposal>> lookUpService(ServerSecurity security, const MailAddress &address,
                                                  const DiscoveryEnvironment &environment,
                                                  Cancellation &cancellation)
{
    const QString service =
        security == ServerSecurity::Tls ? QStringLiteral("_pop3s._tcp.") : QStringLiteral("_pop3._tcp.");
    TRY(auto records, environment.resolver({DnsQuestion::Kind::Service, service + address.domain},
                                           environment.patience, cancellation));
    std::vector<ServerProposal> proposals;
    for (const DnsRecord &record : records) {
        const QString host = networkName(record.host);
        if (host.isEmpty() || record.port == 0 || proposals.size() == mostRecords)
            continue;
        ServerProposal proposal;
        proposal.source = DiscoverySource::Service;
        proposal.toldBy = address.domain;
        proposal.server.host = host;
        proposal.server.port = record.port;
        proposal.server.security = security;
        proposal.server.user = address.whole;
        addWhatIsKnown(proposal);
        proposal.needsConsent = proposal.providerId.isEmpty() && !isWithinDomain(host, address.domain);
        proposals.push_back(std::move(proposal));
    }
    return proposals;
}

Result<std::vector<ServerProposal>> lookUpExchanger(const MailAddress &address,
                                                    const DiscoveryEnvironment &environment,
                                                    Cancellation &cancellation)
{
    TRY(auto records, environment.resolver({DnsQuestion::Kind::MailExchange, address.domain},
                                           environment.patience, cancellation));
    for (const DnsRecord &record : records) {
        if (const MailProvider *const provider = providerOfExchanger(record.host))
            return std::vector{
                proposalOf(*provider, address, DiscoverySource::Exchanger, networkName(record.host))};
    }
    return std::vector<ServerProposal>();
}
