// SPDX-License-Identifier: GPL-3.0-or-later
#include "CheckContext.h"

#include <algorithm>

namespace
{
constexpr int progressMilliseconds = 50;
}

CheckContext::CheckContext(FetchJob theJob, MessageSink &theSink, const Clock &theClock,
                           Cancellation &theCancellation, std::function<void(const FetchProgress &)> progress,
                           Connect theConnect)
    : job(std::move(theJob)), sink(theSink), clock(theClock), cancellation(theCancellation),
      connect(std::move(theConnect)), mark(job.spoolDirectory, job.account.id),
      m_progress(std::move(progress))
{
}

void CheckContext::progressed(FetchProgress::Phase phase, int messages, int messagesInAll, qint64 bytes,
                              qint64 bytesInAll)
{
    const bool sameFrame = phase == m_lastProgress.phase && m_sinceProgress.isValid() &&
                           m_sinceProgress.elapsed() < progressMilliseconds && messages < messagesInAll;
    if (sameFrame)
        return;
    m_lastProgress = {account(), phase, messages, messagesInAll, bytes, bytesInAll};
    m_sinceProgress.start();
    m_progress(m_lastProgress);
}

void CheckContext::reportSkipped(const QByteArray &uidl, int number, const QString &reason)
{
    const qsizetype before = m_skipped.size();
    m_skipped.insert(uidl + ' ' + (uidl.isEmpty() ? QByteArray::number(number) : QByteArray()) +
                     reason.toUtf8());
    if (m_skipped.size() > before)
        report.skipped.push_back({uidl, number, reason});
}

LedgerEntry CheckContext::failed(const FetchPlan::Row &row, const QString &trouble, bool finally)
{
    isolation.settle(row);
    isolation.acquit(row);
    report.notFetched.push_back({row.entry.uidl, row.entry.number, trouble});
    LedgerEntry entry = row.ledger;
    entry.attempts = finally ? std::max(entry.attempts + 1, FetchPlan::maxAttempts) : entry.attempts + 1;
    entry.lastAttempt = clock.now();
    entry.trouble = trouble;
    entry.wanted = entry.wanted && entry.attempts < FetchPlan::maxAttempts;
    return entry;
}

Result<void> CheckContext::recordVerdicts()
{
    std::vector<LedgerEntry> entries;
    for (const Isolation::Verdict &verdict : isolation.takeVerdicts())
        entries.push_back(failed(verdict.row, verdict.trouble));
    return updateLedger(std::move(entries));
}

Result<void> CheckContext::recordSuspects()
{
    CHECK(recordVerdicts());
    std::vector<LedgerEntry> entries;
    for (const Isolation::Verdict &suspect : isolation.suspects())
        entries.push_back(failed(suspect.row, suspect.trouble));
    return updateLedger(std::move(entries));
}

Result<void> CheckContext::updateLedger(std::vector<LedgerEntry> entries)
{
    std::erase_if(entries, [](const LedgerEntry &entry) { return entry.uidl.isEmpty(); });
    if (entries.empty())
        return {};
    return sink.updateLedger(account(), entries);
}
