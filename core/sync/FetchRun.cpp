// SPDX-License-Identifier: GPL-3.0-or-later
#include "FetchRun.h"

#include "HeaderFingerprint.h"
#include "Log.h"

#include <QSet>

#include <algorithm>

namespace
{
constexpr int progressMilliseconds = 50;
// Reading copies back must not keep the server waiting for its next command (R121).
constexpr size_t verifyAtOnce = 500;

// Collects the fingerprints that TOP n 0 gives.
class Identifier final : public Pop3BodySink
{
public:
    explicit Identifier(std::function<void(int)> arrived) : m_arrived(std::move(arrived)) {}

    Result<void> begin(int) override
    {
        m_header.resize(0);
        return {};
    }
    Result<void> append(QByteArrayView bytes) override
    {
        // A server may send the whole message (R68).
        constexpr qsizetype enough = 256 * 1024;
        if (m_header.size() < enough)
            m_header.append(bytes.first(std::min(bytes.size(), enough - m_header.size())));
        return {};
    }
    Result<void> end(int number) override
    {
        identification.fingerprints.insert(number, headerFingerprint(m_header));
        m_arrived(static_cast<int>(identification.fingerprints.size()));
        return {};
    }
    Result<void> refused(int, const Error &) override { return {}; }

    Identification identification{true, {}};

private:
    QByteArray m_header;
    std::function<void(int)> m_arrived;
};
} // namespace

FetchRun::FetchRun(FetchJob job, MessageSink &sink, const Clock &clock, Cancellation &cancellation,
                   std::function<void(const FetchProgress &)> progress, Connect connect)
    : m_job(std::move(job)), m_sink(sink), m_clock(clock), m_cancellation(cancellation),
      m_progress(std::move(progress)), m_connect(std::move(connect))
{
}

FetchReport FetchRun::run()
{
    QElapsedTimer timer;
    timer.start();
    m_report.account = m_job.account.id;
    m_report.accountName = m_job.account.name;
    if (auto done = check(); !done)
        m_report.error = std::move(done.error());
    // A reply that fits no command may be the server's answer to too many of them at once.
    m_report.pipeliningFailed =
        m_isPipelining && m_report.error && m_report.error->code == ErrorCode::ProtocolViolation;
    m_report.seconds = static_cast<double>(timer.elapsed()) / 1000.0;
    m_report.finishedAt = m_clock.now();
    return std::move(m_report);
}

Result<void> FetchRun::check()
{
    report(FetchProgress::Phase::Connecting);
    TRY(auto mailbox, signIn(m_job.account.server, m_job.password, m_connect, m_cancellation,
                             [this] { report(FetchProgress::Phase::SigningIn); }));
    if (const auto delay = mailbox.capabilities().loginDelay)
        m_report.notBefore = m_clock.now() + *delay;

    if (m_job.lockStep)
        mailbox.useLockStep();
    m_isPipelining = mailbox.capabilities().pipelining;

    TRY(const FetchPlan plan, this->plan(mailbox));
    CHECK(fetch(mailbox, plan));
    TRY(auto deletions, sendDeletions(mailbox, plan));
    return leave(std::move(mailbox), std::move(deletions));
}

Result<FetchPlan> FetchRun::plan(Pop3Mailbox &mailbox)
{
    report(FetchProgress::Phase::Listing);
    TRY(const Pop3Listing listing, mailbox.listing());
    TRY(const Ledger ledger, m_sink.ledger(m_job.account.id));
    const RetentionPolicy &policy = m_job.account.retention;
    FetchPlan plan = FetchPlan::make(listing, ledger, policy, m_clock.now());

    const auto unclear = plan.entries(FetchPlan::Action::Identify);
    if (!unclear.empty()) {
        const int inAll = static_cast<int>(unclear.size());
        Identifier identifier([&](int done) { report(FetchProgress::Phase::Identifying, done, inAll); });
        const auto identified = mailbox.top(unclear, 0, identifier);
        if (!identified && identified.error().code != ErrorCode::Unsupported)
            return tl::unexpected<Error>(identified.error());
        plan = FetchPlan::make(listing, ledger, policy, m_clock.now(), identifier.identification);
    }
    if (!plan.ledgerChanges.empty())
        CHECK(m_sink.updateLedger(m_job.account.id, plan.ledgerChanges));
    return plan;
}

Result<void> FetchRun::fetch(Pop3Mailbox &mailbox, const FetchPlan &plan)
{
    const auto wanted = plan.entries(FetchPlan::Action::Fetch);
    if (wanted.empty())
        return {};
    const int inAll = static_cast<int>(wanted.size());
    qint64 bytesInAll = 0;
    for (const auto &entry : wanted)
        bytesInAll += entry.size;

    MessageIntake intake({m_job.account.id, m_job.inbox, m_job.spoolDirectory}, plan, m_sink, m_clock,
                         [&](int messages, qint64 bytes) {
                             report(FetchProgress::Phase::Fetching, messages, inAll, bytes, bytesInAll);
                         });
    report(FetchProgress::Phase::Fetching, 0, inAll, 0, bytesInAll);
    const auto retrieved = mailbox.retr(wanted, intake);
    report(FetchProgress::Phase::Storing, intake.messages(), inAll);
    // Also when the connection broke: what arrived whole is kept (R13).
    const auto stored = intake.finish();
    if (stored) {
        m_report.fetched = intake.messages();
        m_report.bytes = intake.bytes();
        m_received = intake.received();
    }
    m_report.notFetched = intake.notFetched();
    // A message that could not be stored is the graver news: the session ends without QUIT (R25).
    CHECK(stored);
    CHECK(retrieved);
    return {};
}

Result<std::vector<LedgerEntry>> FetchRun::sendDeletions(Pop3Mailbox &mailbox, const FetchPlan &plan)
{
    std::vector<int> numbers;
    TRY(auto entries, deletable(plan, numbers));
    m_report.kept = static_cast<int>(plan.entries(FetchPlan::Action::Keep).size());
    if (m_job.account.retention.mode != RetentionPolicy::Mode::Delete)
        m_report.kept += m_report.fetched;
    if (entries.empty())
        return entries;
    const int inAll = static_cast<int>(numbers.size());
    report(FetchProgress::Phase::Deleting, 0, inAll);

    // The ledger knows before the server does: a DELE that a crash hides is sent again, not fetched again
    // (R23).
    for (LedgerEntry &entry : entries)
        entry.state = LedgerState::DeleteSent;
    CHECK(m_sink.updateLedger(m_job.account.id, entries));

    TRY(const std::vector<int> refused, mailbox.dele(numbers));
    const QSet<int> notDeleted(refused.begin(), refused.end());
    std::vector<LedgerEntry> accepted, restored;
    for (size_t index = 0; index < entries.size(); ++index) {
        if (!notDeleted.contains(numbers[index])) {
            accepted.push_back(std::move(entries[index]));
            continue;
        }
        m_report.skipped.push_back(
            {entries[index].uidl, numbers[index], QStringLiteral("the server refused to delete it")});
        entries[index].state = LedgerState::Stored;
        restored.push_back(std::move(entries[index]));
    }
    if (!restored.empty())
        CHECK(m_sink.updateLedger(m_job.account.id, restored));
    report(FetchProgress::Phase::Deleting, inAll, inAll);
    return accepted;
}

// The ledger rows of what may be deleted now, each with its number of this session: by plan, and in mode
// Delete also what this check fetched. A message whose copy does not read back with its hash is left where it
// is.
Result<std::vector<LedgerEntry>> FetchRun::deletable(const FetchPlan &plan, std::vector<int> &numbers)
{
    std::vector<std::pair<int, LedgerEntry>> candidates;
    for (const FetchPlan::Row &row : plan.rows)
        if (row.action == FetchPlan::Action::Delete)
            candidates.emplace_back(row.entry.number, row.ledger);
    if (m_job.account.retention.mode == RetentionPolicy::Mode::Delete && !m_received.empty()) {
        TRY(const Ledger ledger, m_sink.ledger(m_job.account.id));
        QHash<QPair<QByteArray, int>, const LedgerEntry *> byIdentity;
        for (const LedgerEntry &entry : ledger)
            byIdentity.insert({entry.uidl, entry.occurrence}, &entry);
        for (const auto &received : m_received)
            if (const LedgerEntry *entry = byIdentity.value({received.uidl, received.occurrence}))
                candidates.emplace_back(received.number, *entry);
    }

    std::vector<LedgerEntry> entries;
    for (size_t from = 0; from < candidates.size(); from += verifyAtOnce) {
        if (m_cancellation.isCancelled())
            return failure(ErrorCode::Cancelled);
        const size_t until = std::min(candidates.size(), from + verifyAtOnce);
        std::vector<MessageId> messages;
        for (size_t index = from; index < until; ++index)
            messages.push_back(candidates[index].second.message);
        const bool allGood = m_sink.verifyStored(messages).has_value();
        for (size_t index = from; index < until; ++index) {
            auto &[number, entry] = candidates[index];
            if (allGood || m_sink.verifyStored({entry.message})) {
                numbers.push_back(number);
                entries.push_back(std::move(entry));
            } else {
                qCWarning(logSync) << "the stored copy of a message is damaged; it stays on the server:"
                                   << entry.message;
                m_report.skipped.push_back(
                    {entry.uidl, number, QStringLiteral("the copy here is damaged; not deleted")});
            }
        }
    }
    return entries;
}

Result<void> FetchRun::leave(Pop3Mailbox mailbox, std::vector<LedgerEntry> deletions)
{
    report(FetchProgress::Phase::Finishing);
    const auto quit = std::move(mailbox).quit();
    if (!quit) {
        // Everything is stored. Without deletions a lost farewell is nothing to speak of; with them the
        // ledger says DeleteSent, and the next complete listing settles it (R24).
        if (deletions.empty() && quit.error().code != ErrorCode::Cancelled)
            return {};
        return quit;
    }
    m_report.deleted = static_cast<int>(deletions.size());
    if (deletions.empty())
        return {};
    const qint64 now = m_clock.now();
    for (LedgerEntry &entry : deletions) {
        entry.state = LedgerState::Gone;
        entry.goneSince = now;
    }
    return m_sink.updateLedger(m_job.account.id, deletions);
}

void FetchRun::report(FetchProgress::Phase phase, int messages, int messagesInAll, qint64 bytes,
                      qint64 bytesInAll)
{
    const bool sameFrame = phase == m_lastProgress.phase && m_sinceProgress.isValid() &&
                           m_sinceProgress.elapsed() < progressMilliseconds && messages < messagesInAll;
    if (sameFrame)
        return;
    m_lastProgress = {m_job.account.id, phase, messages, messagesInAll, bytes, bytesInAll};
    m_sinceProgress.start();
    m_progress(m_lastProgress);
}
