// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerSignIn turns an account's server settings and its secrets into a signed-in mailbox, and tells what a
// mailbox is like. Blocks: for fetch threads.
#pragma once

#include "Account.h"
#include "Cancellation.h"
#include "Channel.h"
#include "Endpoint.h"
#include "MailboxFacts.h"
#include "Pop3Mailbox.h"

#include <functional>
#include <memory>

// How a connection is made: SocketChannel, or a test's channel.
using Connect = std::function<Result<std::unique_ptr<Channel>>(const Endpoint &, Cancellation &)>;
Connect connectBySocket();

// What a sign-in takes besides the settings.
struct SignInSecrets {
    QString password; // of the ways that have one; with SignIn::External the passphrase of the key
    // For SignIn::OAuth: an access token. `refresh`: the server refused the last one, so that a cached one is
    // of no use. Called in the thread that signs in; may block.
    std::function<Result<QString>(bool refresh)> accessToken = {};
    QString proxyPassword = {};
    QString clientKeyPassphrase = {}; // of ServerSettings::clientCertificate, beside a password
};

// Where and by which way to connect, the secrets for that way included.
Endpoint endpointOf(const ServerSettings &server, const SignInSecrets &secrets,
                    const Patience &patience = {});

// A server may answer a way of signing in by closing the connection; so many connections does one sign-in
// take at most (R102).
inline constexpr int maxSignInConnections = 3;

// Connects, secures and signs in. `signingIn` is called when the connection stands. CredentialsMissing
// without the secret that the way of signing in takes; everything that Channel and Pop3Connection say.
Result<Pop3Mailbox> signIn(const ServerSettings &server, const SignInSecrets &secrets, const Connect &connect,
                           Cancellation &cancellation, const std::function<void()> &signingIn = {},
                           const Patience &patience = {});

// Signs in, looks, and leaves with QUIT. Nothing is fetched or deleted; of the first and the last message TOP
// tells the dates, where the server has announced it.
Result<MailboxFacts> mailboxFacts(const ServerSettings &server, const SignInSecrets &secrets,
                                  const Connect &connect, Cancellation &cancellation);
