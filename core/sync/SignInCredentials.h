// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an account's settings and its secrets mean to POP3's sign-in.
#pragma once

#include "Pop3Connection.h"
#include "ServerSignIn.h"

// CredentialsMissing without the secret that the way of signing in takes. For SignIn::OAuth the first access
// token is had here, before there is a server that would wait for it: blocks, and fails as it fails.
Result<Pop3Credentials> credentialsOf(const ServerSettings &server, const SignInSecrets &secrets);
