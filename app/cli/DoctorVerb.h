// SPDX-License-Identifier: GPL-3.0-or-later
//
// diagnose() is what `account doctor` does once it has an account: each step of a connection with its time
// and its outcome in words. Main thread.
#pragma once

#include "Account.h"

class Invocation;

// Ends the invocation. An empty password means the stored one of the account.
void diagnose(Invocation &invocation, const Account &account, const QString &password, bool showsLog);
