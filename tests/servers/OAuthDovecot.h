// SPDX-License-Identifier: GPL-3.0-or-later
//
// A Dovecot that lets users in by the access tokens of an OAuthProvider, which it asks whether they are good
// (RFC 7662). With PLAIN beside them, for DovecotServer::mechanismsAsked().
#pragma once

#include "DovecotServer.h"
#include "OAuthProvider.h"

// Starts `server`, which was not started, with this mechanism: "OAUTHBEARER" or "XOAUTH2" or both.
Result<void> startOAuthDovecot(DovecotServer &server, const OAuthProvider &provider,
                               const QByteArray &mechanism);
