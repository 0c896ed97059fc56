// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pop3Connection is a session in the AUTHORIZATION state (RFC 1939 §4): greeting read, TLS as required, not
// signed in. signIn() turns it into a Pop3Mailbox. Straight-line code over a Channel, in the channel's
// thread.
#pragma once

#include "Channel.h"
#include "Endpoint.h"
#include "Pop3Capabilities.h"
#include "Pop3Mailbox.h"

#include <memory>

struct Pop3Credentials {
    enum class Method { Automatic, SaslPlain, UserPass };
    QString user;
    QString password;
    Method method = Method::Automatic; // the strongest that server and this version know
};

class Pop3Connection
{
public:
    // Reads the greeting, asks CAPA, and with Security::StartTls does STLS: not offered, refused or failed
    // ends the connection before any credential (R73); so does a byte between its reply and the handshake
    // (R76). `channel` is connected, and for Security::Tls encrypted already.
    static Result<Pop3Connection> open(std::unique_ptr<Channel> channel, Security security);
    Pop3Connection(Pop3Connection &&) noexcept;
    ~Pop3Connection();

    const Pop3Capabilities &capabilities() const;

    // AUTH PLAIN (RFC 5034) or USER and PASS (RFC 1939 §7), then CAPA again (R62). Refuses to send CR, LF or
    // NUL (R3): InvalidArgument. AuthRejected, MailboxBusy, LoginTooSoon, ServerTemporary, ServerPermanent,
    // SignInNotOffered.
    Result<Pop3Mailbox> signIn(const Pop3Credentials &credentials) &&;

private:
    explicit Pop3Connection(std::unique_ptr<Pop3Wire> wire);
    std::unique_ptr<Pop3Wire> m_wire;
};
