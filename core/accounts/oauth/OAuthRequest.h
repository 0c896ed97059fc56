// SPDX-License-Identifier: GPL-3.0-or-later
//
// OAuthRequest is one question to an authorization server: a form, sent with POST, and what answers it.
// Private to this module.
#pragma once

#include "Cancellation.h"
#include "OAuthProxy.h"
#include "OAuthTokens.h"

#include <QByteArray>
#include <QUrl>

#include <chrono>

struct OAuthRequest {
    QUrl url;
    QByteArray form; // application/x-www-form-urlencoded
    OAuthProxy proxy;
    std::chrono::milliseconds patience; // for all of it
};

struct OAuthReply {
    int status = 0;
    QByteArray body; // 64 KB at most
};

// Names with their values; those without a value are left out.
QByteArray oauthForm(const std::vector<std::pair<const char *, QString>> &fields);

// An address that may be told a secret: https, or http on a loopback address. InvalidArgument.
Result<QUrl> oauthServerUrl(const QString &text);

// RFC 6749 appendix A: what an id, a code or a token is written in, and nothing else.
bool isOAuthWord(const QString &text);
// What a server says of an error, for the log and the expert (RFC 6749 §4.1.2.1); empty where it holds
// letters that do not belong there.
QString oauthErrorWords(const QString &text);

// Blocks in an event loop of its own. Redirections are not followed, since a secret would follow them; a
// loopback address is asked without the proxy, where it would be another host's. Errors as OAuthTokens; what
// the server answered is none.
Result<OAuthReply> askOAuthServer(const OAuthRequest &request, Cancellation &cancellation);
// The same, and the token in the answer.
Result<OAuthAnswer> askTokenServer(const OAuthRequest &request, Cancellation &cancellation);
