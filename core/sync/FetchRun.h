// SPDX-License-Identifier: GPL-3.0-or-later
//
// FetchRun is one check of one account, in a straight line: sign in, list, plan, fetch, make durable, delete,
// QUIT. It runs in a fetch thread (stack: parseStackBytes) and owns its connection. What it guarantees:
// a DELE is sent only for a message whose copy is durable and was read back with the right hash (R22); QUIT
// is not sent when a fetched message could not be stored (R25); "deleted" is said only after QUIT was
// answered with +OK (R21); whatever ends the run early, messages that arrived whole are stored.
#pragma once

#include "Account.h"
#include "Cancellation.h"
#include "Clock.h"
#include "FetchPlan.h"
#include "FetchReport.h"
#include "MessageIntake.h"
#include "MessageSink.h"
#include "ServerSignIn.h"

#include <QElapsedTimer>

#include <functional>

struct FetchJob {
    Account account;
    QString password;
    FolderId inbox = 0;
    QString spoolDirectory;
    bool lockStep = false; // this server mixed up pipelined commands before
};

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
    Result<FetchPlan> plan(Pop3Mailbox &mailbox);
    Result<void> fetch(Pop3Mailbox &mailbox, const FetchPlan &plan);
    Result<std::vector<LedgerEntry>> sendDeletions(Pop3Mailbox &mailbox, const FetchPlan &plan);
    Result<std::vector<LedgerEntry>> deletable(const FetchPlan &plan, std::vector<int> &numbers);
    Result<void> leave(Pop3Mailbox mailbox, std::vector<LedgerEntry> deletions);
    void report(FetchProgress::Phase phase, int messages = 0, int messagesInAll = 0, qint64 bytes = 0,
                qint64 bytesInAll = 0);

    const FetchJob m_job;
    MessageSink &m_sink;
    const Clock &m_clock;
    Cancellation &m_cancellation;
    const std::function<void(const FetchProgress &)> m_progress;
    const Connect m_connect;

    FetchReport m_report;
    FetchProgress m_lastProgress;
    QElapsedTimer m_sinceProgress;
    std::vector<MessageIntake::Received> m_received;
    bool m_isPipelining = false;
};
