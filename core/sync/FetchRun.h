// SPDX-License-Identifier: GPL-3.0-or-later
//
// FetchRun is one check of one account: a session, and another where a single message broke the connection
// off, or where the server shows its mail in portions (R50). It runs in a fetch thread (stack:
// parseStackBytes) and owns its connections. What it guarantees: a DELE is sent only for a message whose copy
// is durable and was read back with the right hash (R22); QUIT is not sent when a fetched message could not
// be stored (R25); "deleted" is said only after QUIT was answered with +OK (R21); whatever ends the run
// early, messages that arrived whole are stored; a message that the server cannot hand out keeps none of the
// others away.
#pragma once

#include "CheckContext.h"

class FetchSession;

class FetchRun
{
public:
    // All references must outlive the run. `progress` is called in this thread, at most every 50 ms for a
    // phase.
    FetchRun(FetchJob job, MessageSink &sink, const Clock &clock, Cancellation &cancellation,
             std::function<void(const FetchProgress &)> progress, Connect connect = connectBySocket());

    FetchReport run();

private:
    Result<void> check();
    Result<void> connectAgain(const Error &brokeOff, const FetchSession &session);
    Result<void> refusedAgain(const Error &error);
    bool wantsAnotherRound(const FetchSession &session);
    void learnPortions(int listed, int fetched);

    CheckContext m_check;
    int m_fetchedBefore = 0; // this round began
    int m_round = 1;
    int m_busy = 0; // sign-ins in a row that found the mailbox locked
};
