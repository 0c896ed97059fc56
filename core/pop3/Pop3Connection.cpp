// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Connection.h"

#include "Pop3Apop.h"
#include "Pop3SignIn.h"
#include "Pop3Wire.h"

namespace
{

// RFC 2595 §4: CAPA, STLS, handshake, and CAPA afresh. Nothing learnt before counts after it (R77).
Result<void> startTls(Pop3Wire &wire)
{
    if (!wire.capabilities().stls)
        return failure(ErrorCode::TlsNotOffered, QStringLiteral("STLS is not announced"));
    TRY(const auto reply, wire.ask("STLS"));
    if (!reply.ok)
        return failure(ErrorCode::TlsNotOffered, QStringLiteral("STLS is refused"), reply.text);
    CHECK(wire.startTls());
    TRY(auto capabilities, wire.askCapabilities());
    wire.setCapabilities(std::move(capabilities));
    return {};
}

} // namespace

Pop3Connection::Pop3Connection(std::unique_ptr<Pop3Wire> wire) : m_wire(std::move(wire)) {}
Pop3Connection::Pop3Connection(Pop3Connection &&) noexcept = default;
Pop3Connection::~Pop3Connection() = default;

Result<Pop3Connection> Pop3Connection::open(std::unique_ptr<Channel> channel, Security security,
                                            const Pop3Options &options)
{
    auto wire = std::make_unique<Pop3Wire>(std::move(channel), options.patience);
    if (security == Security::Tls && !wire->channel().isEncrypted())
        return failure(ErrorCode::TlsFailed, QStringLiteral("the channel is not encrypted"));
    TRY(const auto greeting, wire->readGreeting());
    if (!greeting.ok)
        return tl::unexpected<Error>(errorFromReply(greeting));
    TRY(auto capabilities, wire->askCapabilities());
    wire->setCapabilities(std::move(capabilities));
    if (security == Security::StartTls)
        CHECK(startTls(*wire));
    Pop3Connection connection(std::move(wire));
    // Whoever can write into the clear part of a session could choose the timestamp (R77).
    if (security != Security::StartTls)
        connection.m_timestamp = apopTimestamp(greeting.text.toUtf8());
    return connection;
}

const Pop3Capabilities &Pop3Connection::capabilities() const
{
    return m_wire->capabilities();
}

Result<Pop3Mailbox> Pop3Connection::signIn(const Pop3Credentials &credentials, Pop3Retry *retry) &&
{
    auto wire = std::move(m_wire);
    Pop3Retry ignored;
    TRY(auto method, Pop3SignIn(*wire, credentials, m_timestamp).run(retry ? *retry : ignored));
    // R62: what is announced can change with the sign-in. A server that knows no CAPA is not asked again.
    Pop3Capabilities before = wire->capabilities();
    if (before.known) {
        TRY(auto after, wire->askCapabilities());
        before.pipelining = false; // it counts only when announced now
        wire->setCapabilities(after.known ? std::move(after) : before);
    }
    return Pop3Mailbox(std::move(wire), std::move(method), before.uidl);
}
