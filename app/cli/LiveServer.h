// SPDX-License-Identifier: GPL-3.0-or-later
//
// What "server" does at the server at once: the live list, and work in a session of its own. Main thread.
#pragma once

#include "Invocation.h"

#include <functional>
#include <vector>

// Lists the mailbox and reads the headers that are not known, then gives all messages in the order in which
// the server has them. SIGINT ends it.
void lookLive(Invocation &invocation, const Account &account,
              const std::function<void(const std::vector<ServerMessage> &)> &next);
// Does the work, prints the report as "fetch" does, and ends.
void carryOutNow(Invocation &invocation, const Account &account, const ServerWork &work);
