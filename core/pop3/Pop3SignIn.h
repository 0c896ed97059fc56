// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pop3SignIn takes a session from AUTHORIZATION to TRANSACTION: it tries the ways that signInPlan() allows
// (RFC 2449, 5034), refuses what would break the line (R2, R3), and tells a wrong password from a busy
// server. Private to this module.
#pragma once

#include "Pop3Connection.h"

class Pop3Wire;
class SaslMechanism;
struct Pop3Reply;

class Pop3SignIn
{
public:
    // `timestamp` of the greeting; empty when there is none that APOP may use.
    Pop3SignIn(Pop3Wire &wire, const Pop3Credentials &credentials, const QByteArray &timestamp)
        : m_wire(wire), m_credentials(credentials), m_timestamp(timestamp)
    {
    }

    // Returns what it used: "PLAIN", "USER". Errors and `retry` as Pop3Connection::signIn().
    Result<QString> run(Pop3Retry &retry);

private:
    // What may be tried on this connection after a way has failed.
    enum class Next {
        Nothing,
        AnotherKind, // the server has judged the password: not the like of it once more
        Anything,    // this way does not work with this server
    };

    Result<QString> tryAll(QByteArrayList plan, Pop3Retry &retry);
    Result<void> announce();
    Result<void> attempt(const QByteArray &way);
    Result<void> userPass();
    Result<void> apop();
    Result<void> token(const QByteArray &mechanism);
    Result<void> sasl(const QByteArray &mechanism, const QString &accessToken = {});
    Result<void> exchange(SaslMechanism &mechanism);
    Result<void> conclude(SaslMechanism &mechanism, const QByteArray &line, bool wasChallenged);
    Result<QByteArray> challengeOf(const SaslMechanism &mechanism, const QByteArray &line);
    Result<void> sendResponse(const QByteArray &response);
    Result<void> giveUp(Error error);
    Error refusalOf(const Pop3Reply &reply) const;

    Pop3Wire &m_wire;
    const Pop3Credentials &m_credentials;
    const QByteArray m_timestamp;
    Next m_next = Next::Nothing;
    bool m_isAsking = false; // a lost connection is this server's answer to a way of signing in
    bool m_tokenWasSent = false;
    bool m_tokenWasRefused = false;
};
