// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerSignIn.h"

#include "Pop3Connection.h"
#include "SignInCredentials.h"
#include "SocketChannel.h"

#include <limits>

namespace
{
Security securityOf(ServerSecurity security)
{
    switch (security) {
    case ServerSecurity::Tls:
        return Security::Tls;
    case ServerSecurity::StartTls:
        return Security::StartTls;
    case ServerSecurity::None:
        return Security::None;
    }
    Q_UNREACHABLE();
}

ProxyServer::Kind proxyKindOf(ProxySettings::Kind kind)
{
    switch (kind) {
    case ProxySettings::Kind::None:
        return ProxyServer::Kind::None;
    case ProxySettings::Kind::Socks5:
        return ProxyServer::Kind::Socks5;
    case ProxySettings::Kind::Http:
        return ProxyServer::Kind::Http;
    }
    Q_UNREACHABLE();
}

// An address of IPv6 may be written with brackets, as in a URL.
QString bareHost(const QString &host)
{
    const QString trimmed = host.trimmed();
    const bool bracketed = trimmed.startsWith(QLatin1Char('[')) && trimmed.endsWith(QLatin1Char(']'));
    return bracketed ? trimmed.mid(1, trimmed.size() - 2) : trimmed;
}
} // namespace

Connect connectBySocket()
{
    return [](const Endpoint &endpoint, Cancellation &cancellation) -> Result<std::unique_ptr<Channel>> {
        TRY(auto channel, SocketChannel::connect(endpoint, cancellation));
        return std::unique_ptr<Channel>(std::move(channel));
    };
}

Endpoint endpointOf(const ServerSettings &server, const SignInSecrets &secrets, const Patience &patience)
{
    Endpoint endpoint{bareHost(server.host), server.port, securityOf(server.security)};
    endpoint.tls.caFile = server.caFile;
    if (server.accepted)
        endpoint.tls.pins.push_back(
            {bareHost(server.accepted->host), server.accepted->port, server.accepted->sha256});
    endpoint.tls.clientCertificate = server.clientCertificate;
    const bool isPassphrase = server.signIn == SignIn::External && secrets.clientKeyPassphrase.isEmpty();
    endpoint.tls.clientKeyPassphrase = isPassphrase ? secrets.password : secrets.clientKeyPassphrase;
    endpoint.patience = patience;
    endpoint.proxy = {proxyKindOf(server.proxy.kind), bareHost(server.proxy.host), server.proxy.port,
                      server.proxy.user, secrets.proxyPassword};
    return endpoint;
}

Result<Pop3Mailbox> signIn(const ServerSettings &server, const SignInSecrets &secrets, const Connect &connect,
                           Cancellation &cancellation, const std::function<void()> &signingIn,
                           const Patience &patience)
{
    TRY(auto credentials, credentialsOf(server, secrets));
    credentials.cancellation = &cancellation;
    const Endpoint endpoint = endpointOf(server, secrets, patience);
    for (int connections = 1;; ++connections) {
        TRY(auto channel, connect(endpoint, cancellation));
        TRY(auto connection, Pop3Connection::open(std::move(channel), endpoint.security, {patience}));
        if (signingIn)
            signingIn();
        Pop3Retry retry;
        auto mailbox = std::move(connection).signIn(credentials, &retry);
        if (mailbox || !retry.isWorthwhile || connections == maxSignInConnections)
            return mailbox;
        credentials.exclude += retry.exclude;
        credentials.tokenWasRefused = credentials.tokenWasRefused || retry.tokenWasRefused;
    }
}

Result<MailboxFacts> mailboxFacts(const ServerSettings &server, const SignInSecrets &secrets,
                                  const Connect &connect, Cancellation &cancellation)
{
    TRY(auto mailbox, signIn(server, secrets, connect, cancellation));
    MailboxFacts facts;
    const Pop3Capabilities &capabilities = mailbox.capabilities();
    facts.top = capabilities.top;
    facts.pipelining = capabilities.pipelining;
    if (capabilities.expireDays != std::numeric_limits<int>::max()) // never
        facts.expireDays = capabilities.expireDays;
    facts.loginDelay = capabilities.loginDelay;
    facts.tlsVersion = mailbox.tlsVersion();
    facts.signIn = mailbox.signInMethod();

    TRY(const Pop3Listing listing, mailbox.listing());
    facts.uidl = listing.hasUidl;
    facts.messages = static_cast<int>(listing.entries.size());
    for (const auto &entry : listing.entries)
        facts.bytes += entry.size;
    CHECK(std::move(mailbox).quit());
    return facts;
}
