// SPDX-License-Identifier: GPL-3.0-or-later
//
// What ServerDesk has of the MailSession that it belongs to. GUI thread.
#pragma once

#include "ServerVisit.h"
#include "SessionThreads.h"

#include <functional>

struct ServerDeskTools {
    SessionThreads &threads;
    SecretStore &secrets; // one that may be shared
    OAuthTokens &tokens;
    const Clock &clock;
    // A visit to this account's mailbox, or why there can be none now: NotFound, LoginTooSoon.
    std::function<Result<VisitJob>(AccountId)> job;
    // The server wants so many seconds between two sign-ins.
    std::function<void(AccountId, int)> noteDelay;
    // Remembers what is marked of this account's mail.
    std::function<void(AccountId, const ServerWork &)> keepWishes;
    // Starts a check that does what the user wants, and nothing else; checkFinished() follows.
    std::function<void(AccountId)> doWanted;
};
