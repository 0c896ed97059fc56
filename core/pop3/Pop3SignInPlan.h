// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which ways of signing in are allowed on a connection, best first (R90, R97, R98, R69). Pure; private to
// this module.
#pragma once

#include "Pop3Connection.h"

// Names of SASL mechanisms, "APOP", and "USER" for USER and PASS; without those of `credentials.exclude`.
// SignInNotOffered, with what is missing, when nothing is left; CredentialsMissing when only the password is.
Result<QByteArrayList> signInPlan(const Pop3Credentials &credentials, const Pop3Capabilities &offered,
                                  bool encrypted, bool hasTimestamp);
