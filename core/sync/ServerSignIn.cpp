// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerSignIn.h"

#include "Pop3Connection.h"
#include "SocketChannel.h"

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

Pop3Credentials::Method methodOf(SignIn signIn)
{
    switch (signIn) {
    case SignIn::Automatic:
        return Pop3Credentials::Method::Automatic;
    case SignIn::SaslPlain:
        return Pop3Credentials::Method::SaslPlain;
    case SignIn::UserPass:
        return Pop3Credentials::Method::UserPass;
    }
    Q_UNREACHABLE();
}
} // namespace

Connect connectBySocket()
{
    return [](const Endpoint &endpoint, Cancellation &cancellation) -> Result<std::unique_ptr<Channel>> {
        TRY(auto channel, SocketChannel::connect(endpoint, cancellation));
        return std::unique_ptr<Channel>(std::move(channel));
    };
}

Endpoint endpointOf(const ServerSettings &server)
{
    return {server.host, server.port, securityOf(server.security), {server.caFile, {}}};
}

Result<Pop3Mailbox> signIn(const ServerSettings &server, const QString &password, const Connect &connect,
                           Cancellation &cancellation, const std::function<void()> &signingIn)
{
    if (password.isEmpty())
        return failure(ErrorCode::CredentialsMissing, server.user);
    const Endpoint endpoint = endpointOf(server);
    TRY(auto channel, connect(endpoint, cancellation));
    TRY(auto connection, Pop3Connection::open(std::move(channel), endpoint.security));
    if (signingIn)
        signingIn();
    return std::move(connection).signIn({server.user, password, methodOf(server.signIn)});
}

Result<MailboxFacts> mailboxFacts(const ServerSettings &server, const QString &password,
                                  const Connect &connect, Cancellation &cancellation)
{
    TRY(auto mailbox, signIn(server, password, connect, cancellation));
    MailboxFacts facts;
    const Pop3Capabilities &capabilities = mailbox.capabilities();
    facts.top = capabilities.top;
    facts.pipelining = capabilities.pipelining;
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
