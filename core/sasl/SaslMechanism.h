// SPDX-License-Identifier: GPL-3.0-or-later
//
// SaslMechanism is the client's side of one SASL exchange (RFC 4422), by libgsasl: challenge in, response
// out, both raw; the protocol around it does the base64. It knows no socket and never logs. One thread at a
// time.
#pragma once

#include "Result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <memory>
#include <optional>

struct SaslCredentials {
    QString user; // authentication identity; UTF-8 on the wire
    QString password;
    QString authorization; // identity to act as; empty: the user's own
    QString service = QStringLiteral("pop");
    QString host;
};

class SaslMechanism
{
public:
    // `name` as registered with IANA, upper case. Unsupported when this library lacks it; InvalidArgument
    // when a credential holds a NUL, which no mechanism can carry.
    static Result<SaslMechanism> start(const QByteArray &name, const SaslCredentials &credentials);
    SaslMechanism(SaslMechanism &&) noexcept;
    SaslMechanism &operator=(SaslMechanism &&) noexcept;
    ~SaslMechanism();

    QByteArray name() const;
    // What the client says first; nothing where the server speaks first. To be called once, before respond().
    Result<std::optional<QByteArray>> initialResponse();
    // The answer to a challenge. AuthRejected when the challenge is not what the mechanism allows, or the
    // server's proof is wrong: the exchange is over then.
    Result<QByteArray> respond(QByteArrayView challenge);
    // Has the mechanism run to its end, the server's proof included? Only then may a success be believed
    // (R96).
    bool isComplete() const;

private:
    class Private;
    explicit SaslMechanism(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};
