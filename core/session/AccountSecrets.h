// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an account's sign-in takes, out of the secret store: the password under the account's uuid, the
// proxy's under uuid + "/proxy". Blocks: for worker threads.
#pragma once

#include "OAuthTokens.h"
#include "SecretStore.h"
#include "ServerSignIn.h"

QString proxySecretKey(const QString &accountUuid);

// What is given is taken; the rest is read. Only the secrets that the account's way of signing in needs are
// asked for. With a client certificate alone the password is the passphrase of its key, and may be missing.
// With OAuth it is the refresh token; one that the provider replaces is stored in its place.
// CredentialsMissing where a secret cannot be had, Cancelled. What comes back holds the references.
Result<SignInSecrets> accountSecrets(const Account &account, SignInSecrets given, SecretStore &secrets,
                                     OAuthTokens &tokens, Cancellation &cancellation);
