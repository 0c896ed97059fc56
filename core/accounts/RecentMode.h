// SPDX-License-Identifier: GPL-3.0-or-later
//
// RecentMode is a way of Gmail's that a user name asks for. Gmail gives each message to one program that
// asks by POP3, and hides it from the others, deleted or not. Signed in as "recent:" and the address, a
// program is shown the mail of the last 30 days, whoever fetched it before, and nothing older. Poplar behaves
// the same in both: this is a fact to explain where the account's settings are shown. Pure.
#pragma once

#include "Account.h"

enum class RecentMode {
    None,     // not a server of Gmail's
    Possible, // the user name could ask for it
    On,       // it does
};

RecentMode recentModeOf(const ServerSettings &server);
