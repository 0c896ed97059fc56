// SPDX-License-Identifier: GPL-3.0-or-later
//
// BrowserSignIn is a question to a provider that the user answers in his browser: whether Poplar may fetch
// his mail. What comes of it is a refresh token, with which OAuthTokens gets access tokens. For worker
// threads; they wait in event loops of their own.
#pragma once

#include "Account.h"
#include "Cancellation.h"
#include "OAuthProxy.h"
#include "Result.h"

#include <QUrl>

#include <chrono>
#include <functional>

struct BrowserSignIn {
    OAuthSettings settings; // with authorizationUrl
    QString email;          // the provider's page is filled in with it; empty
    OAuthProxy proxy = {};  // to the token server; the browser goes its own way
    // What the browser shows in the end, in the user's language; empty: in English.
    QString closingWords = {};
    std::chrono::milliseconds patience = std::chrono::minutes(5); // with the user
};

// Opens a listener on the loopback interface, calls `open` with the address that the browser is to show, and
// redeems the code that comes back for the refresh token (RFC 6749 §4.1, RFC 7636, RFC 8252). Errors:
// AuthRejected where the user or the provider said no, with the provider's words; Unsupported where it
// gives no refresh token; ConnectionLost where there is no port to listen on; InvalidArgument for addresses
// that are not https, or without a client; Timeout, Cancelled, and those of OAuthTokens.
Result<QString> signInByBrowser(const BrowserSignIn &question, const std::function<void(const QUrl &)> &open,
                                Cancellation &cancellation);

// Takes the permission back (RFC 7009). Unsupported where the settings have no address for that;
// ServerRefused, ServerTemporary, and those of the network.
Result<void> revokePermission(const OAuthSettings &settings, const QString &refreshToken,
                              const OAuthProxy &proxy, Cancellation &cancellation);
