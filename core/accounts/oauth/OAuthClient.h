// SPDX-License-Identifier: GPL-3.0-or-later
//
// OAuthClient is what an authorization server knows Poplar by (RFC 6749 §2.2). There is one where whoever
// built Poplar registered it, or where the user entered his own. Value.
#pragma once

#include <QString>

#include <optional>

struct OAuthClient {
    QString id;
    QString secret; // of a public client: no secret in truth

    bool operator==(const OAuthClient &) const = default;
};

// The one that this program was built with, by AuthorizationServer::id; none where the option was not given.
std::optional<OAuthClient> builtInOAuthClient(const QString &server);

// One of those in a list as CMake's POPLAR_OAUTH_CLIENTS has them: "google=ID:SECRET microsoft=ID". Pure.
std::optional<OAuthClient> oauthClientIn(const QString &list, const QString &server);
