// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerSignIn turns an account's server settings and a password into a signed-in mailbox, and tells what a
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

Endpoint endpointOf(const ServerSettings &server);

// Connects, secures and signs in. `signingIn` is called when the connection stands. CredentialsMissing
// without a password; everything that Channel and Pop3Connection say.
Result<Pop3Mailbox> signIn(const ServerSettings &server, const QString &password, const Connect &connect,
                           Cancellation &cancellation, const std::function<void()> &signingIn = {});

// Signs in, looks, and leaves with QUIT. Nothing is fetched or deleted.
Result<MailboxFacts> mailboxFacts(const ServerSettings &server, const QString &password,
                                  const Connect &connect, Cancellation &cancellation);
