// SPDX-License-Identifier: GPL-3.0-or-later
//
// SaslMechanism is the client's side of one SASL exchange (RFC 4422): challenge in, response out, both raw;
// the protocol around it does the base64. Behind it stand libgsasl and, for access tokens, code of our own.
// It knows no socket and never logs. One thread at a time.
#pragma once

#include "Cancellation.h"
#include "Result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <memory>
#include <optional>

struct SaslCredentials {
    QString user; // authentication identity; UTF-8 on the wire
    QString password = {};
    QString authorization = {}; // identity to act as; empty: the user's own
    QString service = QStringLiteral("pop");
    QString host = {};                    // of the server, as the user configured it
    quint16 port = 0;                     // for OAUTHBEARER; 0: left out
    QString accessToken = {};             // for OAUTHBEARER and XOAUTH2
    Cancellation *cancellation = nullptr; // ends the wait for a Kerberos ticket; outlives the mechanism
};

class SaslMechanism
{
public:
    // `name` as registered with IANA, upper case. Unsupported when Poplar does not use it or this libgsasl
    // lacks it; InvalidArgument when a credential cannot be carried: a NUL, or a control character in what
    // belongs to an access token.
    static Result<SaslMechanism> start(const QByteArray &name, const SaslCredentials &credentials);
    // Can start() succeed for it here?
    static bool isSupported(const QByteArray &name);
    SaslMechanism(SaslMechanism &&) noexcept;
    SaslMechanism &operator=(SaslMechanism &&) noexcept;
    ~SaslMechanism();

    QByteArray name() const;
    // What the client says first; nothing where the server speaks first. To be called once, before respond().
    // TicketMissing when there is no Kerberos ticket. GSSAPI asks the
    // key distribution centre here, half a minute where that is silent, or until a cancel: Cancelled.
    Result<std::optional<QByteArray>> initialResponse();
    // The answer to a challenge. An error ends the exchange: AuthRejected when the server says in the
    // challenge that the credentials are wrong, else ProtocolViolation.
    Result<QByteArray> respond(QByteArrayView challenge);
    // Has the mechanism run to its end, the server's proof included? Only then may a success be believed
    // (R96).
    bool isComplete() const;
    // The server tried to prove that it knows the secret, and could not: it is not what it seems to be, and
    // nothing else may be told to it (R96).
    bool isImpostor() const;
    // What the server said in a challenge against an access token ("invalid_token", RFC 7628 §3.2.2); to be
    // answered all the same, and -ERR follows.
    std::optional<QString> tokenRefusal() const;

private:
    class Private;
    explicit SaslMechanism(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};
