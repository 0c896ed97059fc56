// SPDX-License-Identifier: GPL-3.0-or-later
//
// SummaryRebuild gives messages that recovery took from the vault their subjects and senders back: it reads
// them in batches in the long reader's thread, and the store takes each batch in one transaction. What is
// damaged stays without. Belongs to StoreUpkeep; GUI thread.
#pragma once

#include "Cancellation.h"
#include "Identifiers.h"
#include "Result.h"

#include <QObject>

#include <vector>

struct SessionThreads;

class SummaryRebuild : public QObject
{
    Q_OBJECT
public:
    explicit SummaryRebuild(SessionThreads &threads) : m_threads(threads) {}

    // Asks the store which messages lack a summary, and begins; one that runs goes on, and asks again when it
    // is done.
    void start();
    void cancel() { m_cancellation.cancel(); }
    bool isRunning() const { return m_isRunning; }

Q_SIGNALS:
    // In messages; equal when it is done.
    void progressed(qint64 done, qint64 inAll);
    void finished(); // also after cancel(), and when there was nothing to do

private:
    void next();
    void finish();

    SessionThreads &m_threads;
    std::vector<MessageId> m_messages;
    size_t m_done = 0;
    bool m_isRunning = false;
    bool m_isAskedAgain = false; // while it ran
    Cancellation m_cancellation;
};
