// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pop3Connection is a session in the AUTHORIZATION state (RFC 1939 §4): greeting read, TLS as required, not
// signed in. signIn() turns it into a Pop3Mailbox. Straight-line code over a Channel, in the channel's
// thread.
#pragma once

#include "Cancellation.h"
#include "Channel.h"
#include "Endpoint.h"
#include "Pop3Capabilities.h"
#include "Pop3Mailbox.h"

#include <functional>
#include <memory>

struct Pop3Credentials {
    // As SignIn of core/accounts. Automatic is the strongest that the server offers, without those that only
    // the user can choose (R97, R98); any other is taken alone.
    enum class Method {
        Automatic,
        SaslPlain,
        UserPass,
        Login,
        CramMd5,
        DigestMd5,
        Apop,
        ScramSha1,
        ScramSha256,
        Gssapi,
        External,
        OAuth,
    };
    QString user;
    QString password;
    Method method = Method::Automatic;
    QString host = {}; // as the user configured it: GSSAPI, DIGEST-MD5 and OAUTHBEARER name it
    quint16 port = 0;
    bool hasClientCertificate = false; // the channel showed one, so that EXTERNAL makes sense
    // For Method::OAuth. `refresh`: the last one was refused. Called at most twice, in this thread (R100).
    std::function<Result<QString>(bool refresh)> accessToken = {};
    QString language = {}; // the user's (RFC 5646), for the server's texts; empty: the server's own
    Cancellation *cancellation = nullptr; // ends a wait for a Kerberos ticket; outlives the sign-in
    // What Pop3Retry said about an earlier connection of the same sign-in.
    QByteArrayList exclude = {};
    bool tokenWasRefused = false;
};

// How another connection may succeed where the server closed this one in answer to a way of signing in
// (R102).
struct Pop3Retry {
    bool isWorthwhile = false;
    QByteArrayList exclude;       // for Pop3Credentials::exclude, in addition to what is there
    bool tokenWasRefused = false; // for Pop3Credentials::tokenWasRefused
};

// How a session goes about things.
struct Pop3Options {
    Patience patience = {};
};

class Pop3Connection
{
public:
    // Reads the greeting, asks CAPA, and with Security::StartTls does STLS: not offered, refused or failed
    // ends the connection before any credential (R73); so does a byte between its reply and the handshake
    // (R76). `channel` is connected, and for Security::Tls encrypted already.
    static Result<Pop3Connection> open(std::unique_ptr<Channel> channel, Security security,
                                       const Pop3Options &options = {});
    Pop3Connection(Pop3Connection &&) noexcept;
    ~Pop3Connection();

    const Pop3Capabilities &capabilities() const;

    // LANG and UTF8 where announced (RFC 6856); then AUTH (RFC 5034), APOP, or USER and PASS (RFC 1939 §7);
    // then CAPA again (R62). Refuses to send CR, LF or NUL (R3): InvalidArgument. AuthRejected, MailboxBusy,
    // LoginTooSoon, ServerTemporary, ServerPermanent, CredentialsMissing; SignInNotOffered when the server
    // has nothing that the method allows. `retry` is filled when it fails.
    Result<Pop3Mailbox> signIn(const Pop3Credentials &credentials, Pop3Retry *retry = nullptr) &&;

private:
    explicit Pop3Connection(std::unique_ptr<Pop3Wire> wire);
    std::unique_ptr<Pop3Wire> m_wire;
    QByteArray m_timestamp; // of the greeting, for APOP
};
