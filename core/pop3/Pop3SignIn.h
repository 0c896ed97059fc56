// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pop3SignIn takes a session from AUTHORIZATION to TRANSACTION: it decides how (RFC 2449, 5034), refuses what
// would break the line (R2, R3), and tells a wrong password from a busy server. Private to this module.
#pragma once

#include "Pop3Connection.h"

class Pop3Wire;

class Pop3SignIn
{
public:
    Pop3SignIn(Pop3Wire &wire, const Pop3Credentials &credentials) : m_wire(wire), m_credentials(credentials)
    {
    }

    // Returns what it used: "PLAIN", "USER". Errors as Pop3Connection::signIn().
    Result<QString> run();

private:
    Result<QByteArray> chooseMechanism() const; // empty: USER and PASS
    Result<void> userPass();
    Result<void> sasl(const QByteArray &mechanism);
    Result<void> exchange(class SaslMechanism &mechanism);
    Result<void> sendResponse(const QByteArray &response);
    Result<void> giveUp(Error error);
    tl::unexpected<Error> rejected(const struct Pop3Reply &reply) const;

    Pop3Wire &m_wire;
    const Pop3Credentials &m_credentials;
    QByteArrayList m_responses; // as sent, base64
};
