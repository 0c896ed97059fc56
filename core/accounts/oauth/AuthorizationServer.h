// SPDX-License-Identifier: GPL-3.0-or-later
//
// AuthorizationServer is where a provider of mailboxes gives its users' permissions (RFC 6749 §1.1): its
// addresses, and the scope that POP3 takes. Out of the providers' public documentation. Values.
#pragma once

#include "Account.h"
#include "OAuthClient.h"

#include <QString>

#include <vector>

struct AuthorizationServer {
    QString id;                                        // "google"; stable
    QString name;                                      // "Google"
    QString authorizationUrl, tokenUrl, revocationUrl; // https; the last may be empty
    QString scope;
    bool redirectsToLocalhost = false; // wants http://localhost, where others want http://127.0.0.1/
    QString parameters = {};           // what its page has to be told besides, to give a refresh token
};

const std::vector<AuthorizationServer> &authorizationServers();
const AuthorizationServer *authorizationServerById(const QString &id); // nullptr
// The one whose page this is; nullptr.
const AuthorizationServer *authorizationServerByPage(const QString &authorizationUrl);

// What an account needs to sign in there.
OAuthSettings oauthSettings(const AuthorizationServer &server, const OAuthClient &client);
