// SPDX-License-Identifier: GPL-3.0-or-later
//
// AuthorizationRequest is one question for a permission by code (RFC 6749 §4.1) with a proof that whoever
// redeems the code is who asked for it (PKCE, RFC 7636). Private to this module; values and pure functions.
#pragma once

#include "Account.h"
#include "Result.h"

#include <QByteArray>
#include <QUrl>

struct AuthorizationRequest {
    OAuthSettings settings;
    QString redirectUri;
    QString state;    // comes back with the answer; 256 bits
    QString verifier; // is told when the code is redeemed; 256 bits

    // With a new state and verifier from the system's source of randomness.
    static AuthorizationRequest make(const OAuthSettings &settings, const QString &redirectUri);

    // The provider's page. `email`: the account that is wanted; empty. InvalidArgument for an address that
    // is not https, or without a client.
    Result<QUrl> page(const QString &email) const;
    // For the token server, to redeem the code.
    QByteArray redemption(const QString &code) const;
};

// S256 of RFC 7636 §4.2.
QString codeChallenge(const QString &verifier);
