// SPDX-License-Identifier: GPL-3.0-or-later
//
// OAuthRequest is one question to a token server: a form, sent with POST, and the short JSON that answers it.
// Private to this module.
#pragma once

#include "Cancellation.h"
#include "OAuthTokens.h"

#include <QByteArray>
#include <QUrl>

#include <chrono>

// The way around what stands between here and the token server, as Account has it for its mail server.
struct OAuthProxy {
    ProxySettings settings;
    QString password;
};

struct OAuthRequest {
    QUrl url;
    QByteArray form; // application/x-www-form-urlencoded
    OAuthProxy proxy;
    std::chrono::milliseconds patience; // for all of it
};

// The address of a token server that may be told a secret: https, or http on a loopback address.
// InvalidArgument.
Result<QUrl> tokenServerUrl(const QString &text);

// Blocks in an event loop of its own. Redirections are not followed, since a secret would follow them; a
// loopback address is asked without the proxy, where it would be another host's. Errors as OAuthTokens.
Result<OAuthAnswer> askTokenServer(const OAuthRequest &request, Cancellation &cancellation);
