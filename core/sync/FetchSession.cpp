// SPDX-License-Identifier: GPL-3.0-or-later
#include "FetchSession.h"

#include "Deletions.h"
#include "HeaderIntake.h"
#include "RuleScreening.h"
#include "Trouble.h"
#include "UnchangedMailbox.h"

#include <algorithm>
#include <map>

using Action = FetchPlan::Action;
using Phase = FetchProgress::Phase;
using Marks = Pop3Mailbox::Marks;

Result<void> FetchSession::run()
{
    m_check.progressed(Phase::Connecting);
    const FetchJob &job = m_check.job;
    TRY(auto mailbox, signIn(
                          job.account.server, job.secrets, m_check.connect, m_check.cancellation,
                          [this] { m_check.progressed(Phase::SigningIn); }, job.patience));
    m_hasSignedIn = true;
    if (const auto delay = mailbox.capabilities().loginDelay) {
        m_check.report.notBefore = m_check.clock.now() + *delay;
        m_check.delaysSignIn = *delay > 0;
    }
    if (job.lockStep || m_check.lockStep)
        mailbox.useLockStep();
    m_check.isPipelining = mailbox.capabilities().pipelining;
    CHECK(m_check.recordVerdicts());

    TRY(FetchPlan plan, this->plan(mailbox));
    CHECK(screen(mailbox, plan));
    CHECK(fetch(mailbox, plan));
    Deletions deletions(m_check);
    CHECK(deletions.send(mailbox, plan, m_received));
    m_check.progressed(Phase::Finishing);
    return deletions.settle(std::move(mailbox).quit());
}

Result<FetchPlan> FetchSession::plan(Pop3Mailbox &mailbox)
{
    m_check.progressed(Phase::Listing);
    TRY(Ledger ledger, m_check.sink.ledger(m_check.account()));
    RuleScreening(m_check).forgetOldRules(ledger);
    Pop3Listing listing;
    TRY(FetchPlan plan, list(mailbox, ledger, listing));
    m_listed = static_cast<int>(plan.rows.size()) + plan.unchanged;
    ++m_check.report.rounds;
    const qint64 now = m_check.clock.now();
    if (!plan.entries(Action::Identify).empty()) {
        TRY(const Identification identification, identify(mailbox, plan));
        plan = FetchPlan::make(listing, ledger, m_check.job.account.download, now, identification);
    }
    CHECK(m_check.updateLedger(plan.ledgerChanges));
    CHECK(m_check.sink.listed(m_check.account(), now));
    for (const LedgerEntry &gone : plan.wantedGone)
        m_check.reportSkipped(gone.uidl, 0, Trouble::gone());
    adjust(plan);
    return plan;
}

// Who knows all messages needs no sizes; that they are still those messages is told by STAT (R44).
Result<FetchPlan> FetchSession::list(Pop3Mailbox &mailbox, const Ledger &ledger, Pop3Listing &listing)
{
    const DownloadPolicy &policy = m_check.job.account.download;
    const qint64 now = m_check.clock.now();
    if (ledger.empty() || !mailbox.capabilities().pipelining) {
        TRY(listing, mailbox.listing());
        return FetchPlan::make(listing, ledger, policy, now);
    }
    TRY(auto survey, mailbox.survey());
    if (survey.listing.hasUidl && survey.status) {
        if (m_check.job.account.retention.letsNothingGo() &&
            isUnchanged(survey.listing, ledger, survey.status->octets)) {
            FetchPlan nothing;
            nothing.unchanged = static_cast<int>(survey.listing.entries.size());
            return nothing;
        }
        FetchPlan plan = FetchPlan::make(survey.listing, ledger, policy, now);
        if (plan.isAllKnown(survey.status->octets)) {
            for (Row &row : plan.rows)
                row.entry.size = row.ledger.listedSize;
            return plan;
        }
    }
    TRY(listing, mailbox.withSizes(std::move(survey.listing)));
    return FetchPlan::make(listing, ledger, policy, now);
}

Result<Identification> FetchSession::identify(Pop3Mailbox &mailbox, const FetchPlan &plan)
{
    Identification identification{true, {}};
    std::vector<Pop3Listing::Entry> wanted;
    for (const auto &entry : plan.entries(Action::Identify)) {
        const auto known = m_check.fingerprints.constFind(entry.uidl);
        if (!entry.uidl.isEmpty() && known != m_check.fingerprints.cend())
            identification.fingerprints.insert(entry.number, *known);
        else if (!m_check.isolation.isHeaderSuspect(entry))
            wanted.push_back(entry);
    }
    if (wanted.empty() || m_check.hasNoTop)
        return identification;
    const int inAll = static_cast<int>(wanted.size());
    HeaderIntake headers([&](int done) { m_check.progressed(Phase::Identifying, done, inAll); });
    const auto identified = mailbox.top(wanted, 0, headers, marks());
    m_identified = static_cast<int>(headers.fingerprints().size());
    identification.fingerprints.insert(headers.fingerprints());
    for (const auto &entry : wanted)
        if (!entry.uidl.isEmpty() && headers.fingerprints().contains(entry.number))
            m_check.fingerprints.insert(entry.uidl, headers.fingerprints().value(entry.number));
    if (identified)
        return identification;
    if (identified.error().code == ErrorCode::Unsupported) {
        m_check.hasNoTop = true;
        return identification;
    }
    noteHeaderBreak(identified.error(), wanted, headers.answered());
    return tl::unexpected<Error>(identified.error());
}

// The connection ended while headers were asked for.
void FetchSession::noteHeaderBreak(const Error &error, const std::vector<Pop3Listing::Entry> &wanted,
                                   size_t answered)
{
    m_hasBrokenOff = isBreak(error);
    if (!m_hasBrokenOff || !isClear(error))
        return;
    if (answered < wanted.size())
        m_check.isolation.accuseHeader(wanted[answered]);
    if (error.code == ErrorCode::ProtocolViolation && answered > 0)
        m_check.isolation.accuseHeader(wanted[answered - 1]);
}

// What the account's rules leave on the server, before anything is fetched.
Result<void> FetchSession::screen(Pop3Mailbox &mailbox, FetchPlan &plan)
{
    RuleScreening screening(m_check);
    const auto wanted = screening.judgeBySize(plan);
    const auto read = wanted.empty() ? Result<void>() : screening.read(mailbox, wanted, marks());
    m_identified += screening.judged();
    CHECK(screening.apply(plan));
    if (!read)
        noteHeaderBreak(read.error(), wanted, screening.answered());
    return read;
}

// What this check has found out about single messages already.
void FetchSession::adjust(FetchPlan &plan)
{
    const Isolation &isolation = m_check.isolation;
    const auto crashed = m_check.mark.found();
    for (Row &row : plan.rows) {
        const bool isUsersWord = row.ledger.choice == ServerChoice::Delete ||
                                 row.ledger.choice == ServerChoice::Never ||
                                 Trouble::isByRule(row.ledger.trouble);
        if (row.action == Action::Skip && !isUsersWord)
            m_check.reportSkipped(row.entry.uidl, row.entry.number,
                                  QStringLiteral("not tried again: ") + row.reason);
        if (row.action != Action::Fetch && row.action != Action::Top)
            continue;
        if (m_check.job.onlyWanted && !row.ledger.wanted)
            row.action = Action::Keep;
        else if (isolation.isSettled(row))
            row.action = Action::Skip;
        else if (isolation.isSuspect(row))
            row.last = true;
        else if (crashed && *crashed == CrashMark::Message{row.ledger.uidl, row.ledger.occurrence})
            row.last = true;
    }
}

Result<void> FetchSession::fetch(Pop3Mailbox &mailbox, FetchPlan &plan)
{
    int inAll = 0;
    qint64 bytesInAll = 0;
    for (const Row &row : plan.rows) {
        const bool wanted = row.action == Action::Fetch || row.action == Action::Top;
        inAll += wanted;
        bytesInAll += row.action == Action::Fetch ? row.entry.size : 0;
    }
    if (inAll == 0)
        return {};
    FetchReport &report = m_check.report;
    const int before = report.fetched;
    MessageIntake intake(
        {m_check.account(), m_check.job.inbox, m_check.job.spoolDirectory, m_check.job.largestMessage},
        m_check.sink, m_check.clock,
        {[&](int messages, qint64 bytes) {
             m_check.progressed(Phase::Fetching, messages, inAll, bytes, bytesInAll);
         },
         [&](const Row &row) { m_check.mark.set(row.ledger.uidl, row.ledger.occurrence); }});
    m_check.progressed(Phase::Fetching, 0, inAll, 0, bytesInAll);
    const auto retrieved = retrieve(mailbox, plan, intake);
    const bool first = intake.isFirst() && m_identified == 0;
    // Also when the connection broke, what arrived whole is kept (R13).
    if (!retrieved)
        intake.breakOff(isTrusted(retrieved.error()));
    m_check.progressed(Phase::Storing, intake.messages(), inAll);
    const auto stored = intake.finish();
    if (stored) {
        m_check.mark.clear();
        m_fetched = intake.messages();
        report.fetched = before + m_fetched;
        report.partial += intake.partial();
        report.bytes += intake.bytes();
        m_received = intake.received();
        if (!retrieved)
            blame(intake, retrieved.error(), first);
    }
    // A message that could not be stored is the graver news: the session ends without QUIT (R25).
    CHECK(stored);
    CHECK(noteTroubles(intake));
    return retrieved;
}

Result<void> FetchSession::retrieve(Pop3Mailbox &mailbox, FetchPlan &plan, MessageIntake &intake)
{
    Rows whole, last;
    std::map<int, Rows> beginnings; // by lines
    for (Row &row : plan.rows) {
        if (row.action != Action::Fetch && row.action != Action::Top)
            continue;
        (row.last ? last : row.action == Action::Fetch ? whole : beginnings[row.lines]).push_back(&row);
    }
    if (m_check.isolation.isStuck()) {
        std::reverse(whole.begin(), whole.end());
        std::reverse(last.begin(), last.end());
    }
    CHECK(retrieveWhole(mailbox, whole, intake));
    for (const auto &[lines, rows] : beginnings)
        CHECK(retrieveBeginnings(mailbox, lines, rows, intake));
    if (!last.empty())
        CHECK(intake.finish());
    for (Row *const row : last)
        CHECK(retrieveAlone(mailbox, row, intake));
    return {};
}

Result<void> FetchSession::retrieveWhole(Pop3Mailbox &mailbox, const Rows &rows, MessageIntake &intake)
{
    std::vector<Pop3Listing::Entry> entries;
    for (const Row *const row : rows)
        entries.push_back(row->entry);
    const bool isAlone = rows.size() == 1 && rows.front()->last;
    intake.expect({rows.begin(), rows.end()}, isAlone);
    return mailbox.retr(entries, intake, isAlone ? Marks::Around : marks());
}

Result<void> FetchSession::retrieveBeginnings(Pop3Mailbox &mailbox, int lines, const Rows &rows,
                                              MessageIntake &intake)
{
    if (m_check.hasNoTop)
        return withoutTop(mailbox, rows, intake);
    std::vector<Pop3Listing::Entry> entries;
    for (const Row *const row : rows)
        entries.push_back(row->entry);
    intake.expect({rows.begin(), rows.end()});
    const auto retrieved = mailbox.top(entries, lines, intake, marks());
    if (retrieved || retrieved.error().code != ErrorCode::Unsupported)
        return retrieved;
    m_check.hasNoTop = true;
    return withoutTop(mailbox, rows, intake);
}

// Who wants headers gets the whole instead, since mail that does not appear is worse; a large message waits
// until the user asks for it.
Result<void> FetchSession::withoutTop(Pop3Mailbox &mailbox, const Rows &rows, MessageIntake &intake)
{
    const qint64 limit = m_check.job.account.download.sizeLimit;
    Rows whole;
    for (Row *const row : rows) {
        if (limit <= 0 || row->entry.size <= limit) {
            row->action = Action::Fetch;
            whole.push_back(row);
            continue;
        }
        row->action = Action::Skip;
        const QString trouble =
            Trouble::tooLarge(row->entry.size, QStringLiteral("and the server sends no beginnings"));
        m_check.reportSkipped(row->entry.uidl, row->entry.number, trouble);
        if (std::exchange(row->ledger.trouble, trouble) != trouble)
            m_givenUp.push_back(row->ledger);
    }
    return retrieveWhole(mailbox, whole, intake);
}

// A message in the middle of which the program ended before gets a word in the ledger first: should it do so
// again, the next start knows.
Result<void> FetchSession::retrieveAlone(Pop3Mailbox &mailbox, Row *row, MessageIntake &intake)
{
    const auto crashed = m_check.mark.found();
    if (crashed && *crashed == CrashMark::Message{row->ledger.uidl, row->ledger.occurrence}) {
        LedgerEntry fetching = row->ledger;
        fetching.state = LedgerState::Fetching;
        CHECK(m_check.updateLedger({fetching}));
        m_announced.push_back(row);
    }
    if (row->action == Action::Top)
        return retrieveBeginnings(mailbox, row->lines, {row}, intake);
    return retrieveWhole(mailbox, {row}, intake);
}

Pop3Mailbox::Marks FetchSession::marks() const
{
    return m_check.marksEach ? Marks::Each : Marks::Behind;
}

bool FetchSession::isBreak(const Error &error)
{
    return error.code == ErrorCode::ConnectionLost || error.code == ErrorCode::Timeout ||
           error.code == ErrorCode::ProtocolViolation;
}

// Whether what came before this end of the connection was the answer to what it was taken for.
bool FetchSession::isTrusted(const Error &error) const
{
    switch (error.code) {
    case ErrorCode::ConnectionLost:
    case ErrorCode::Cancelled:
        return true;
    case ErrorCode::Timeout:
        return !m_check.isPipelining;
    default:
        return false;
    }
}

// Whether it can be told where it happened. With many commands under way it is they that a server mixes up,
// or one of them that it has lost; and with few marks nobody knows where. The next session finds out.
bool FetchSession::isClear(const Error &error)
{
    const bool isClear = m_check.marksEach && !m_check.isPipelining;
    if (error.code == ErrorCode::Timeout)
        m_check.lockStep = true;
    if (error.code != ErrorCode::ProtocolViolation)
        return true;
    m_check.pipeliningFailed = m_check.pipeliningFailed || m_check.isPipelining;
    m_check.marksEach = m_check.lockStep = true;
    return isClear;
}

// The one in the middle of whose answer the connection ended, as far as can be told; nullptr: nobody.
const FetchSession::Row *FetchSession::culprit(const MessageIntake &intake, const Error &error)
{
    if (!isClear(error))
        return nullptr;
    if (error.code == ErrorCode::ProtocolViolation && intake.lastAnswered())
        return intake.lastAnswered();
    // What was said right before the end may have been a farewell and no answer (R117).
    if (error.code == ErrorCode::ConnectionLost && intake.lastRefused())
        return intake.lastRefused();
    return intake.underWay();
}

void FetchSession::blame(const MessageIntake &intake, const Error &error, bool first)
{
    m_hasBrokenOff = isBreak(error);
    const Row *const row = m_hasBrokenOff ? culprit(intake, error) : nullptr;
    if (!row)
        return;
    if (intake.isTooLarge()) {
        const QString trouble =
            Trouble::tooLarge(intake.octetsUnderWay(), QStringLiteral("and there was no end to it"));
        m_givenUp.push_back(m_check.failed(*row, trouble, true));
        return;
    }
    const bool isRefused = row == intake.lastRefused();
    m_check.isolation.accuse(
        *row, isRefused ? intake.lastRefusal() : Trouble::brokenOff(error, intake.octetsUnderWay()),
        {error.code == ErrorCode::Timeout, first, isRefused ? 0 : intake.octetsUnderWay()});
}

// What the ledger must say of messages that did not arrive.
Result<void> FetchSession::noteTroubles(const MessageIntake &intake)
{
    std::vector<LedgerEntry> entries;
    for (const auto &received : m_received) {
        m_check.isolation.acquit(*received.row);
        if (received.isShort)
            m_check.reportSkipped(received.uidl, received.row->entry.number,
                                  QStringLiteral("much shorter than the server had said; kept there"));
    }
    for (const Row *const row : m_announced) {
        const bool arrived = std::any_of(m_received.begin(), m_received.end(),
                                         [row](const auto &received) { return received.row == row; });
        if (!arrived)
            entries.push_back(row->ledger);
    }
    for (const auto &refusal : intake.refusals())
        entries.push_back(m_check.failed(*refusal.row, refusal.trouble));
    std::move(m_givenUp.begin(), m_givenUp.end(), std::back_inserter(entries));
    return m_check.updateLedger(std::move(entries));
}
