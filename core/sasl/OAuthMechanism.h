// SPDX-License-Identifier: GPL-3.0-or-later
//
// OAuthMechanism signs in with an access token: OAUTHBEARER (RFC 7628) and its forerunner XOAUTH2, which
// Google and Microsoft speak. libgsasl has neither. Private to this module.
#pragma once

#include "SaslMechanism.h"

class OAuthMechanism
{
public:
    static bool isKnown(const QByteArray &name);
    static Result<OAuthMechanism> start(const QByteArray &name, const SaslCredentials &credentials);

    // As SaslMechanism says.
    Result<std::optional<QByteArray>> initialResponse();
    // A challenge says that the token was refused, and why; the answer only lets the server say -ERR (R100).
    Result<QByteArray> respond(QByteArrayView challenge);
    bool isComplete() const { return m_said && !m_refusal; }
    std::optional<QString> refusal() const { return m_refusal; }

private:
    OAuthMechanism(QByteArray message, QByteArray answer) : m_message(message), m_answer(answer) {}

    QByteArray m_message;
    QByteArray m_answer; // to a refusal
    bool m_said = false;
    std::optional<QString> m_refusal;
};

// The "status" of the JSON that refuses a token (RFC 7628 §3.2.2), printable ASCII; empty when there is none.
QString oauthStatus(QByteArrayView challenge);
