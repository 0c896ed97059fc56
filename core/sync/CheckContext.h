// SPDX-License-Identifier: GPL-3.0-or-later
//
// CheckContext is what the sessions of one check share: the job, the store, the report, and what was found
// out about single messages. Lives in the fetch thread for the length of a check.
#pragma once

#include "Clock.h"
#include "CrashMark.h"
#include "FetchJob.h"
#include "FetchReport.h"
#include "Isolation.h"
#include "MessageSink.h"
#include "ReceiveRules.h"

#include <QElapsedTimer>
#include <QHash>
#include <QSet>

#include <functional>

class CheckContext
{
public:
    // All references must outlive the context.
    CheckContext(FetchJob job, MessageSink &sink, const Clock &clock, Cancellation &cancellation,
                 std::function<void(const FetchProgress &)> progress, Connect connect);

    // At most every 50 ms within a phase.
    void progressed(FetchProgress::Phase phase, int messages = 0, int messagesInAll = 0, qint64 bytes = 0,
                    qint64 bytesInAll = 0);

    AccountId account() const { return job.account.id; }
    // A message that was left out on purpose; once in a check.
    void reportSkipped(const QByteArray &uidl, int number, const QString &reason);
    // Reports a message that could not be fetched, does not ask for it again in this check, and returns what
    // the ledger is to say. `finally`: nor in another, unless the user wants it.
    LedgerEntry failed(const FetchPlan::Row &row, const QString &trouble, bool finally = false);
    // Writes down who was found guilty: the server has been heard of since.
    Result<void> recordVerdicts();
    // Also those that are only suspected, because this check cannot try again: they come last the next time.
    Result<void> recordSuspects();
    // Rows without a name have no place in the ledger.
    Result<void> updateLedger(std::vector<LedgerEntry> entries);

    const FetchJob job;
    MessageSink &sink;
    const Clock &clock;
    Cancellation &cancellation;
    const Connect connect;

    FetchReport report;
    Isolation isolation;
    CrashMark mark;
    QHash<QByteArray, QByteArray> fingerprints;      // by UIDL, of headers that TOP gave
    QHash<QByteArray, ReceiveRules::Verdict> judged; // by UIDL, what the rules said
    bool hasNoTop = false;
    bool isPipelining = false;
    bool lockStep = false;         // from now on one command at a time
    bool pipeliningFailed = false; // and in the next check too
    bool marksEach = false;        // a server was out of step: where, that is to be found out
    bool delaysSignIn = false;     // LOGIN-DELAY: not to be connected to again in this check (R66)

private:
    const std::function<void(const FetchProgress &)> m_progress;
    FetchProgress m_lastProgress;
    QElapsedTimer m_sinceProgress;
    QSet<QByteArray> m_skipped;
};
