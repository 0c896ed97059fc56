// SPDX-License-Identifier: GPL-3.0-or-later
#include "Deletions.h"

#include "Log.h"
#include "Retention.h"
#include "Trouble.h"

#include <algorithm>

namespace
{
// Reading copies back must not keep the server waiting for its next command (R121).
constexpr size_t verifyAtOnce = 500;
constexpr qint64 longestSilence = 20'000; // milliseconds

using Identity = QPair<QByteArray, int>;

Identity identityOf(const LedgerEntry &entry)
{
    return {entry.uidl, entry.occurrence};
}

// Only what is here may be deleted by a rule; what the user gave up needs no copy.
bool needsCopy(const LedgerEntry &entry)
{
    return entry.state == LedgerState::Stored ||
           (entry.state == LedgerState::DeleteSent && entry.message != 0);
}

// It was to be fetched first, and was not: the user did not mean to lose it.
bool isStillWanted(const LedgerEntry &entry)
{
    return entry.wanted && entry.state != LedgerState::Stored && entry.state != LedgerState::DeleteSent;
}
} // namespace

Result<void> Deletions::send(Pop3Mailbox &mailbox, const FetchPlan &plan,
                             const std::vector<MessageIntake::Received> &received)
{
    const auto isHere = [](const FetchPlan::Row &row) {
        return row.ledger.state == LedgerState::Stored || row.ledger.state == LedgerState::Partial;
    };
    m_check.report.kept =
        plan.unchanged + static_cast<int>(std::count_if(plan.rows.begin(), plan.rows.end(), isHere)) +
        static_cast<int>(
            std::count_if(received.begin(), received.end(),
                          [&](const MessageIntake::Received &one) { return !isHere(*one.row); }));
    m_check.report.heldBack = 0;
    if (!mayDelete(plan))
        return {};
    TRY(auto messages, onServer(plan, received));
    CHECK(decide(messages));
    spareTwins(messages);
    std::erase_if(messages, [](const OnServer &message) { return message.reason.isEmpty(); });
    CHECK(verify(mailbox, messages));
    return sendDele(mailbox, std::move(messages));
}

// Mostly not, and then nothing needs to be looked up.
bool Deletions::mayDelete(const FetchPlan &plan) const
{
    return !m_check.job.account.retention.letsNothingGo() ||
           std::any_of(plan.rows.begin(), plan.rows.end(), [](const FetchPlan::Row &row) {
               return row.action == FetchPlan::Action::Delete || row.ledger.choice == ServerChoice::Delete;
           });
}

Result<std::vector<Deletions::OnServer>>
Deletions::onServer(const FetchPlan &plan, const std::vector<MessageIntake::Received> &received) const
{
    QHash<const FetchPlan::Row *, Identity> fresh;
    QSet<Identity> tooShort;
    for (const auto &one : received) {
        fresh.insert(one.row, {one.uidl, one.occurrence});
        if (one.isShort)
            tooShort.insert({one.uidl, one.occurrence});
    }
    // As they are after the fetch; the user may have spoken meanwhile, too.
    QHash<Identity, LedgerEntry> stored;
    QHash<Identity, ServerChoice> choices;
    TRY(Ledger ledger, m_check.sink.ledger(m_check.account()));
    for (LedgerEntry &entry : ledger) {
        const Identity identity = identityOf(entry);
        if (entry.choice != ServerChoice::ByRule)
            choices.insert(identity, entry.choice);
        if (!fresh.isEmpty())
            stored.insert(identity, std::move(entry));
    }
    std::vector<OnServer> messages;
    messages.reserve(plan.rows.size());
    for (const FetchPlan::Row &row : plan.rows) {
        const auto identity = fresh.constFind(&row);
        const bool isFresh = identity != fresh.cend();
        LedgerEntry entry = isFresh ? stored.value(*identity) : row.ledger;
        entry.choice = choices.value(identityOf(entry), ServerChoice::ByRule);
        if (tooShort.contains(identityOf(entry)))
            entry.choice = ServerChoice::Keep;
        if (!entry.uidl.isEmpty())
            messages.push_back({row.entry.number, std::move(entry), isFresh, {}, false});
    }
    return messages;
}

Result<void> Deletions::decide(std::vector<OnServer> &messages)
{
    TRY(const auto places, m_check.sink.places(m_check.account()));
    QSet<MessageId> here;
    for (const LocalPlace &place : places)
        here.insert(place.message);

    Ledger rows; // what rules are asked about
    for (OnServer &message : messages) {
        message.removedHere = message.entry.message != 0 && !here.contains(message.entry.message);
        rows.push_back(message.entry);
        // What was to go goes now (R23), unless the user thinks otherwise since.
        if (message.entry.state == LedgerState::DeleteSent)
            rows.back().state = Trouble::stateBefore(message.entry);
    }
    const Account &account = m_check.job.account;
    const RetentionVerdict verdict = retentionVerdict(retentionItems(rows, places), account.retention,
                                                      account.confirmedRetention, m_check.clock.now());
    std::vector<LedgerEntry> reprieved;
    for (size_t index = 0; index < messages.size(); ++index) {
        OnServer &message = messages[index];
        message.reason = verdict.reasons[index];
        if (isStillWanted(message.entry))
            message.reason.clear();
        if (message.entry.state != LedgerState::DeleteSent)
            continue;
        if (!message.reason.isEmpty()) {
            message.reason = QStringLiteral("deletion was not confirmed");
            continue;
        }
        message.entry.state = rows[index].state;
        m_check.report.kept += message.entry.message != 0;
        reprieved.push_back(message.entry);
    }
    m_check.report.heldBack = verdict.heldBack;
    return m_check.updateLedger(std::move(reprieved));
}

// R42: of messages under one UIDL nobody can tell which is which, unless they were fetched just now. They go
// together or not at all.
void Deletions::spareTwins(std::vector<OnServer> &messages)
{
    struct Group {
        int listed = 0, going = 0, fresh = 0;
    };
    QHash<QByteArray, Group> groups;
    for (const OnServer &message : messages) {
        Group &group = groups[message.entry.uidl];
        ++group.listed;
        group.going += !message.reason.isEmpty();
        group.fresh += message.isFresh;
    }
    for (OnServer &message : messages) {
        const Group &group = groups[message.entry.uidl];
        if (group.listed > 1 && !message.isFresh && (group.going < group.listed || group.fresh > 0))
            message.reason.clear();
    }
}

// A message whose copy does not read back with its hash is left where it is.
Result<void> Deletions::verify(Pop3Mailbox &mailbox, std::vector<OnServer> &messages)
{
    QElapsedTimer silence;
    silence.start();
    std::vector<OnServer> good;
    for (size_t from = 0; from < messages.size(); from += verifyAtOnce) {
        if (m_check.cancellation.isCancelled())
            return failure(ErrorCode::Cancelled);
        if (silence.hasExpired(longestSilence)) {
            CHECK(mailbox.noop());
            silence.start();
        }
        const size_t until = std::min(messages.size(), from + verifyAtOnce);
        std::vector<MessageId> copies;
        for (size_t index = from; index < until; ++index)
            if (needsCopy(messages[index].entry) && !messages[index].removedHere)
                copies.push_back(messages[index].entry.message);
        const bool allGood = copies.empty() || m_check.sink.verifyStored(copies).has_value();
        for (size_t index = from; index < until; ++index) {
            OnServer &message = messages[index];
            const bool needed = needsCopy(message.entry) && !message.removedHere;
            const auto copy =
                allGood || !needed ? Result<void>() : m_check.sink.verifyStored({message.entry.message});
            if (copy) {
                good.push_back(std::move(message));
                continue;
            }
            if (copy.error().code == ErrorCode::NotFound) { // while this check ran; the next one knows it
                m_check.reportSkipped(message.entry.uidl, message.number,
                                      QStringLiteral("removed here meanwhile; not deleted"));
                continue;
            }
            qCWarning(logSync) << "the stored copy of a message is damaged; it stays on the server:"
                               << message.entry.message;
            m_check.reportSkipped(message.entry.uidl, message.number,
                                  QStringLiteral("the copy here is damaged; not deleted"));
        }
    }
    messages = std::move(good);
    return {};
}

Result<void> Deletions::sendDele(Pop3Mailbox &mailbox, std::vector<OnServer> messages)
{
    if (messages.empty())
        return {};
    const int inAll = static_cast<int>(messages.size());
    m_check.progressed(FetchProgress::Phase::Deleting, 0, inAll);

    // The ledger knows before the server does: a DELE that a crash hides is sent again, not fetched again
    // (R23).
    std::vector<int> numbers;
    std::vector<LedgerDeletion> deletions;
    for (OnServer &message : messages) {
        numbers.push_back(message.number);
        const LedgerState state = message.entry.state;
        if (state != LedgerState::Stored && state != LedgerState::DeleteSent &&
            message.entry.trouble.isEmpty())
            message.entry.trouble = Trouble::gone(); // never to be taken for whole
        if (state != LedgerState::DeleteSent)
            deletions.push_back({message.entry, message.reason});
    }
    if (!deletions.empty())
        CHECK(m_check.sink.deletionsSent(m_check.account(), deletions));

    TRY(const std::vector<int> refused, mailbox.dele(numbers));
    const QSet<int> notDeleted(refused.begin(), refused.end());
    std::vector<LedgerEntry> restored;
    for (OnServer &message : messages) {
        if (!notDeleted.contains(message.number)) {
            m_check.report.kept -=
                message.entry.state == LedgerState::Stored || message.entry.state == LedgerState::Partial;
            m_accepted.push_back(std::move(message.entry));
            continue;
        }
        m_check.reportSkipped(message.entry.uidl, message.number,
                              QStringLiteral("the server refused to delete it"));
        if (message.entry.state == LedgerState::DeleteSent)
            message.entry.state = Trouble::stateBefore(message.entry);
        restored.push_back(std::move(message.entry));
    }
    CHECK(m_check.updateLedger(std::move(restored)));
    m_check.progressed(FetchProgress::Phase::Deleting, inAll, inAll);
    return {};
}

Result<void> Deletions::settle(const Result<void> &quit)
{
    if (!quit) {
        m_check.report.unconfirmed += static_cast<int>(m_accepted.size());
        // Everything is stored. Without deletions a lost farewell is nothing to speak of; with them the
        // ledger says DeleteSent, and the next complete listing settles it (R24).
        if (m_accepted.empty() && quit.error().code != ErrorCode::Cancelled)
            return {};
        return quit;
    }
    m_check.report.deleted += static_cast<int>(m_accepted.size());
    const qint64 now = m_check.clock.now();
    for (LedgerEntry &entry : m_accepted) {
        entry.state = LedgerState::Gone;
        entry.goneSince = now;
        entry.wanted = false;
    }
    return m_check.updateLedger(std::move(m_accepted));
}
