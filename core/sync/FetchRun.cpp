// SPDX-License-Identifier: GPL-3.0-or-later
#include "FetchRun.h"

#include "FetchSession.h"

#include <algorithm>
#include <array>
#include <condition_variable>

namespace
{
// Where it is not known yet: a server that lists in portions shows some hundred messages at a time (Gmail
// about 250), one that lists more than the last figure does not. Another round is worth its time where at
// least the first was fetched.
constexpr int smallestPortion = 100, smallestListing = 150, largestListing = 1000;
constexpr int mostRounds = 500;

// The server may still hold the lock of the session that broke off (R123). Longer waits are for the next
// check.
constexpr std::array busySeconds{1, 2, 4};

// False when the check was cancelled meanwhile.
bool sleepUnlessCancelled(std::chrono::seconds time, Cancellation &cancellation)
{
    std::mutex mutex;
    std::condition_variable woken;
    bool cancelled = false;
    const Cancellation::Listener listener(cancellation, [&] {
        const std::lock_guard lock(mutex);
        cancelled = true;
        woken.notify_all();
    });
    std::unique_lock lock(mutex);
    return !woken.wait_for(lock, time, [&] { return cancelled; });
}

// It was the server that said so: the network works.
bool isServersWord(ErrorCode code)
{
    switch (code) {
    case ErrorCode::AuthRejected:
    case ErrorCode::MailboxBusy:
    case ErrorCode::LoginTooSoon:
    case ErrorCode::ServerTemporary:
    case ErrorCode::ServerPermanent:
    case ErrorCode::ServerRefused:
        return true;
    default:
        return false;
    }
}
} // namespace

FetchRun::FetchRun(FetchJob job, MessageSink &sink, const Clock &clock, Cancellation &cancellation,
                   std::function<void(const FetchProgress &)> progress, Connect connect)
    : m_check(std::move(job), sink, clock, cancellation, std::move(progress), std::move(connect))
{
}

FetchReport FetchRun::run()
{
    QElapsedTimer timer;
    timer.start();
    FetchReport &report = m_check.report;
    report.account = m_check.account();
    report.accountName = m_check.job.account.name;
    report.rounds = 0;
    if (auto done = check(); !done)
        report.error = std::move(done.error());
    report.rounds = std::max(report.rounds, 1);
    // A reply that fits no command may be the server's answer to too many of them at once.
    report.pipeliningFailed =
        m_check.pipeliningFailed ||
        (m_check.isPipelining && report.error && report.error->code == ErrorCode::ProtocolViolation);
    report.seconds = static_cast<double>(timer.elapsed()) / 1000.0;
    report.finishedAt = m_check.clock.now();
    return std::move(report);
}

Result<void> FetchRun::check()
{
    bool again = false; // after a connection that broke off
    while (true) {
        FetchSession session(m_check);
        const auto done = session.run();
        if (done) {
            if (!wantsAnotherRound(session))
                return {};
            again = false;
        } else if (session.hasBrokenOff()) {
            CHECK(connectAgain(done.error(), session));
            again = true;
        } else if (again && !session.hasSignedIn()) {
            CHECK(refusedAgain(done.error()));
        } else {
            return done;
        }
    }
}

// The connection ended in the middle of a message. Returns the error where that ends the check.
Result<void> FetchRun::connectAgain(const Error &brokeOff, const FetchSession &session)
{
    m_busy = 0;
    if (m_check.delaysSignIn) {
        m_check.report.moreWaiting = true;
        CHECK(m_check.recordSuspects());
        return tl::unexpected<Error>(brokeOff);
    }
    if (m_check.isolation.mayReconnect(session.gained(), brokeOff.code == ErrorCode::Timeout))
        return {};
    CHECK(m_check.recordVerdicts());
    return tl::unexpected<Error>(brokeOff);
}

// No second connection: the network's fault, and nobody's; or the server says why.
Result<void> FetchRun::refusedAgain(const Error &error)
{
    if (error.code == ErrorCode::MailboxBusy && m_busy < int(busySeconds.size())) {
        const std::chrono::seconds pause(busySeconds[static_cast<size_t>(m_busy++)]);
        if (!sleepUnlessCancelled(pause, m_check.cancellation))
            return failure(ErrorCode::Cancelled);
        return {};
    }
    if (isServersWord(error.code))
        CHECK(m_check.recordSuspects());
    return tl::unexpected<Error>(error);
}

// R50: until nothing is new.
bool FetchRun::wantsAnotherRound(const FetchSession &session)
{
    FetchReport &report = m_check.report;
    if (m_check.job.onlyWanted)
        return false;
    const int fetched = report.fetched - std::exchange(m_fetchedBefore, report.fetched);
    learnPortions(session.listed(), fetched);
    const auto portions = report.listsPortions ? report.listsPortions : m_check.job.listsPortions;
    const bool maybe = !portions && fetched >= smallestPortion && session.listed() >= smallestListing;
    if (fetched == 0 || !(maybe || portions.value_or(false)) || m_round == mostRounds)
        return false;
    if (m_check.delaysSignIn) {
        report.moreWaiting = true;
        return false;
    }
    ++m_round;
    return true;
}

void FetchRun::learnPortions(int listed, int fetched)
{
    FetchReport &report = m_check.report;
    if (listed > largestListing)
        report.listsPortions = false;
    else if (m_round == 1 || m_check.job.listsPortions || report.listsPortions)
        return;
    else if (fetched == 0)
        report.listsPortions = false;
    else if (fetched >= smallestPortion / 2) // more than what may have come in the meantime
        report.listsPortions = true;
}
