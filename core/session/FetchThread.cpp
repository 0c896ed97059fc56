// SPDX-License-Identifier: GPL-3.0-or-later
#include "FetchThread.h"

#include "AccountSecrets.h"
#include "MimeMessage.h"

namespace
{
// Servers throw out who does not sign in; the quickest of them after half a minute.
constexpr std::chrono::seconds gatePatience{10};
} // namespace

FetchThread::FetchThread(FetchJob job, const FetchTools &tools, SessionGate &gate)
    : m_job(std::move(job)), m_tools(tools), m_gate(gate)
{
    setObjectName(QStringLiteral("fetch"));
    setStackSize(parseStackBytes);
}

FetchThread::~FetchThread()
{
    cancel();
    wait();
}

void FetchThread::cancel()
{
    m_wasCancelled = true;
    m_cancellation.cancel();
}

void FetchThread::run()
{
    FetchReport report;
    report.account = m_job.account.id;
    report.accountName = m_job.account.name;
    auto secrets =
        accountSecrets(m_job.account, m_job.secrets, m_tools.secrets, m_tools.tokens, m_cancellation);
    if (!secrets) {
        report.error = std::move(secrets.error());
        report.finishedAt = m_tools.clock.now();
    } else {
        FetchJob job = m_job;
        job.secrets = std::move(*secrets);
        StoreSink sink(m_tools.storeThread, m_tools.stored, m_tools.removed);
        sink.prepareLedger(job.account.id);
        FetchRun run(std::move(job), sink, m_tools.clock, m_cancellation,
                     [this](const FetchProgress &progress) { pass(progress); });
        report = run.run();
    }
    leaveGate();
    Q_EMIT reported(report);
}

// The run tells where it is before it goes there, so it can be made to wait.
void FetchThread::pass(const FetchProgress &progress)
{
    if (progress.phase == FetchProgress::Phase::SigningIn && !m_isInside)
        enterGate();
    // All that is left is the server's farewell.
    if (progress.phase == FetchProgress::Phase::Finishing)
        leaveGate();
    Q_EMIT progressed(progress);
}

void FetchThread::enterGate()
{
    m_isInside = m_gate.enter(m_cancellation, gatePatience);
    if (!m_isInside && !m_cancellation.isCancelled()) {
        if (m_wasInside) { // another round of a check that has something to report
            m_gate.enterAnyway();
            m_isInside = true;
        } else {
            m_wasTurnedAway = true;
            m_cancellation.cancel();
        }
    }
    m_wasInside = m_wasInside || m_isInside;
}

void FetchThread::leaveGate()
{
    if (m_isInside)
        m_gate.leave();
    m_isInside = false;
}
