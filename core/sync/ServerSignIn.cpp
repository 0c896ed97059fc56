// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerSignIn.h"

#include "HeaderReading.h"
#include "Pop3Connection.h"
#include "ProxyEndpoint.h"
#include "SignInCredentials.h"
#include "SocketChannel.h"

#include <algorithm>
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

// What TOP says of the first and the last message. That it says nothing, or more than a header, is no failure
// of the mailbox: false, where the connection is of no use any more.
bool readDates(Pop3Mailbox &mailbox, const Pop3Listing &listing, MailboxFacts &facts)
{
    if (!facts.top || listing.entries.empty())
        return true;
    std::vector<Pop3Listing::Entry> ends{listing.entries.front()};
    if (listing.entries.size() > 1)
        ends.push_back(listing.entries.back());
    HeaderReading reading(0, [&facts](int, const ServerHeader &header) {
        if (header.date <= 1) // it has none
            return;
        facts.oldest = facts.oldest == 0 ? header.date : std::min(facts.oldest, header.date);
        facts.newest = std::max(facts.newest, header.date);
    });
    const auto read = mailbox.top(ends, 0, reading, Pop3Mailbox::Marks::Behind);
    return read || (read.error().code == ErrorCode::Unsupported && !reading.isTooLarge());
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
        endpoint.tls.pins.push_back({bareHost(server.accepted->host), server.accepted->port,
                                     server.accepted->sha256, server.accepted->faults});
    endpoint.tls.clientCertificate = server.clientCertificate;
    const bool isPassphrase = server.signIn == SignIn::External && secrets.clientKeyPassphrase.isEmpty();
    endpoint.tls.clientKeyPassphrase = isPassphrase ? secrets.password : secrets.clientKeyPassphrase;
    endpoint.patience = patience;
    endpoint.proxy = proxyServerOf(server.proxy, secrets.proxyPassword);
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
    if (readDates(mailbox, listing, facts))
        CHECK(std::move(mailbox).quit());
    return facts;
}
