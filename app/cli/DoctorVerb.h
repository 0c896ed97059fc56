// SPDX-License-Identifier: GPL-3.0-or-later
//
// diagnose() is what `account doctor` does once it has an account: each step of a connection with its time
// and its outcome in words. Main thread.
#pragma once

#include "Account.h"

class Invocation;

// Ends the invocation. Empty passwords mean the stored ones, where the account is a saved one.
void diagnose(Invocation &invocation, const Account &account, const QString &password,
              const QString &proxyPassword, bool showsLog);
