// SPDX-License-Identifier: GPL-3.0-or-later
#include "ProviderProposal.h"

#include "AuthorizationServer.h"

#include <algorithm>
#include <tuple>

namespace
{
void addSignIn(ServerProposal &proposal, const MailProvider &provider)
{
    if (provider.password != MailProvider::Password::None)
        return;
    proposal.server.signIn = SignIn::OAuth;
    if (const AuthorizationServer *const server = authorizationServerById(provider.oauth))
        proposal.server.oauth = oauthSettings(*server, {});
}

// Lower is better.
auto rankOf(const ServerProposal &proposal)
{
    const ServerSettings &server = proposal.server;
    return std::tuple(server.host.isEmpty(), server.security == ServerSecurity::None, proposal.needsConsent,
                      proposal.source, server.security);
}

bool isSameServer(const ServerSettings &a, const ServerSettings &b)
{
    return a.host == b.host && a.port == b.port && a.security == b.security;
}
} // namespace

ServerProposal proposalOf(const MailProvider &provider, const MailAddress &address, DiscoverySource source,
                          const QString &toldBy)
{
    ServerProposal proposal;
    proposal.source = source;
    proposal.toldBy = toldBy;
    proposal.providerId = provider.id;
    proposal.displayName = provider.name;
    proposal.help = provider.help;
    if (!provider.hasPop3)
        return proposal;
    proposal.server.host = provider.host;
    proposal.server.port = provider.port;
    proposal.server.security = provider.security;
    proposal.server.user =
        provider.userName == MailProvider::UserName::LocalPart ? address.local : address.whole;
    addSignIn(proposal, provider);
    return proposal;
}

void addWhatIsKnown(ServerProposal &proposal)
{
    const MailProvider *const provider = providerOfServer(proposal.server.host);
    if (!provider)
        return;
    proposal.providerId = provider->id;
    if (proposal.displayName.isEmpty())
        proposal.displayName = provider->name;
    if (proposal.help.isEmpty())
        proposal.help = provider->help;
    addSignIn(proposal, *provider);
}

bool isGood(const ServerProposal &proposal)
{
    return !proposal.server.host.isEmpty() && proposal.server.security != ServerSecurity::None &&
           !proposal.needsConsent;
}

std::vector<ServerProposal> bestFirst(std::vector<ServerProposal> proposals)
{
    std::stable_sort(proposals.begin(), proposals.end(),
                     [](const auto &a, const auto &b) { return rankOf(a) < rankOf(b); });
    std::vector<ServerProposal> once;
    for (ServerProposal &proposal : proposals) {
        const bool isKnown = std::any_of(once.begin(), once.end(), [&](const ServerProposal &better) {
            return isSameServer(better.server, proposal.server);
        });
        if (!isKnown)
            once.push_back(std::move(proposal));
    }
    return once;
}
