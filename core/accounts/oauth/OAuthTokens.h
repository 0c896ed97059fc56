// SPDX-License-Identifier: GPL-3.0-or-later
//
// OAuthTokens gets access tokens with refresh tokens (RFC 6749 §6) and keeps each until a minute before its
// end. Any thread; the calling thread waits in an event loop of its own, for at most 30 seconds and not
// longer than until a cancel. The token server is asked over TLS only, or on a loopback address; redirections
// are not followed, since a secret would follow them.
#pragma once

#include "Account.h"
#include "Cancellation.h"
#include "Clock.h"
#include "Result.h"

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

class QUrl;

// What an access token is got with, and by which way.
struct OAuthGrant {
    OAuthSettings settings;
    QString refreshToken;
    ProxySettings proxy = {}; // of the account; a token server on a loopback address is asked without it
    QString proxyPassword = {};
};

class OAuthTokens
{
public:
    // `patience`: for one question with its answer.
    explicit OAuthTokens(const Clock &clock, std::chrono::milliseconds patience = std::chrono::seconds(30));
    ~OAuthTokens();

    // Some servers give a new refresh token with each access token and take the old one no more: `rotated`
    // is called with the one that took the grant's place, before this returns, to store it. Until the program
    // ends the old one will do here.
    using Rotated = std::function<void(const QString &refreshToken)>;

    // `refresh`: a token that is kept was refused. Errors: CredentialsMissing without a refresh token;
    // AuthRejected when the server takes it no more (RFC 6749 §5.2), so that the user has to sign in anew;
    // InvalidArgument for a token address that is not safe; ServerTemporary, Timeout, Cancelled, and those of
    // the network.
    Result<QString> accessToken(const OAuthGrant &grant, bool refresh, Cancellation &cancellation,
                                const Rotated &rotated = {});

private:
    struct Line; // refresh tokens that followed one another, and the access token that the last of them gave
    Line &lineOf(const OAuthGrant &grant);
    QString lastOf(const Line &line);
    Result<void> renew(Line &line, const QUrl &url, const OAuthGrant &grant, Cancellation &cancellation);

    const Clock &m_clock;
    const std::chrono::milliseconds m_patience;
    std::mutex m_mutex; // of the table, not of what it names
    std::vector<std::unique_ptr<Line>> m_lines;
};

// What a token server answered.
struct OAuthAnswer {
    QString accessToken;
    QString refreshToken; // empty: the old one stays
    qint64 seconds = 0;   // of the access token's life; 0: not said

    bool operator==(const OAuthAnswer &) const = default;
};

// RFC 6749 §5.1 and §5.2, of an answer with this HTTP status. Pure. The words of a refusal stand in the
// error's detail; no token ever does.
Result<OAuthAnswer> parseOAuthAnswer(int status, const QByteArray &body);
