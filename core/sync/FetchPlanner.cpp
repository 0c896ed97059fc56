// SPDX-License-Identifier: GPL-3.0-or-later
#include "FetchPlanner.h"

#include "LedgerMatch.h"
#include "Trouble.h"

#include <algorithm>

using Action = FetchPlan::Action;
using namespace LedgerMatch;

namespace
{
constexpr qint64 day = 24 * 60 * 60;

} // namespace

FetchPlanner::FetchPlanner(const Pop3Listing &listing, const Ledger &ledger, const DownloadPolicy &policy,
                           qint64 now, const Identification &identification)
    : m_ledger(ledger), m_policy(policy), m_now(now), m_identification(identification),
      m_used(ledger.size(), false), m_next(ledger.size(), -1)
{
    m_first.reserve(static_cast<qsizetype>(ledger.size()));
    bool hasTwins = false;
    // From the end, so that rows with one UIDL are found in the ledger's order.
    for (Index index = static_cast<Index>(ledger.size()) - 1; index >= 0; --index) {
        const QByteArrayView uidl = ledger[static_cast<size_t>(index)].uidl;
        const auto first = m_first.find(uidl);
        if (first == m_first.end()) {
            m_first.insert(uidl, index);
            continue;
        }
        hasTwins = true;
        m_next[static_cast<size_t>(index)] = std::exchange(*first, index);
    }
    if (hasTwins)
        countTwins(listing);
    m_plan.rows.reserve(listing.entries.size());
    for (const auto &entry : listing.entries)
        m_plan.rows.emplace_back().entry = entry;
}

void FetchPlanner::countTwins(const Pop3Listing &listing)
{
    for (auto first = m_first.cbegin(); first != m_first.cend(); ++first) {
        int onServer = 0;
        for (Index index = *first; index >= 0; index = m_next[static_cast<size_t>(index)])
            onServer += !isGone(m_ledger[static_cast<size_t>(index)]);
        if (onServer > 1)
            m_missing.insert(first.key(), onServer);
    }
    if (m_missing.isEmpty())
        return;
    for (const auto &entry : listing.entries)
        if (const auto missing = m_missing.find(entry.uidl); missing != m_missing.end())
            --*missing;
}

FetchPlan FetchPlanner::make()
{
    std::vector<FetchPlan::Row *> unknown;
    for (FetchPlan::Row &row : m_plan.rows)
        if (!decideByUidl(row))
            unknown.push_back(&row);
    const Unknown kind = kindOf(unknown);
    for (FetchPlan::Row *const row : unknown)
        decideUnknown(*row, kind);
    // While a message may still turn out to be a known one, nothing is said to be gone.
    if (m_identification.attempted || m_plan.entries(Action::Identify).empty())
        noteGone();
    return std::move(m_plan);
}

// The ledger row for `uidl` that is not spoken for yet and fits best: on the server before gone, equal size
// before like size. Where one of several messages under a UIDL has vanished, nobody can tell which: the one
// that is left is taken for one that is not here yet, and is fetched rather than missed.
FetchPlanner::Index FetchPlanner::find(const QByteArray &uidl, qint64 size) const
{
    const bool missing = m_missing.value(uidl) > 0;
    Index best = -1;
    int bestFit = -1;
    for (Index index = m_first.value(uidl, -1); index >= 0; index = m_next[static_cast<size_t>(index)]) {
        const LedgerEntry &entry = m_ledger[static_cast<size_t>(index)];
        if (m_used[static_cast<size_t>(index)] || sizesDiffer(size, entry.listedSize))
            continue;
        const int fit = 4 * (missing && !isWhole(entry) && !isGone(entry)) + 2 * !isGone(entry) +
                        (entry.listedSize == size);
        if (fit > bestFit) {
            best = index;
            bestFit = fit;
        }
    }
    return best;
}

bool FetchPlanner::decideByUidl(FetchPlan::Row &row)
{
    if (row.entry.uidl.isEmpty())
        return false;
    const Index found = find(row.entry.uidl, row.entry.size);
    if (found < 0)
        return false;
    m_used[static_cast<size_t>(found)] = true;
    const LedgerEntry &entry = m_ledger[static_cast<size_t>(found)];
    if (isGone(entry)) {
        decideReturned(row, entry);
        return true;
    }
    if (row.entry.size > 0 && row.entry.size != entry.listedSize && (isWhole(entry) || entry.message != 0)) {
        decideResized(row, found);
        return true;
    }
    row.known = m_next[static_cast<size_t>(found)] < 0 && m_first.value(row.entry.uidl) == found;
    decideByState(row, entry);
    return true;
}

// R44: of another size than before it may be another message, or one that the server counts in another way.
void FetchPlanner::decideResized(FetchPlan::Row &row, Index index)
{
    LedgerEntry entry = m_ledger[static_cast<size_t>(index)];
    const bool isTold = entry.listedSize > 0 && !entry.fingerprint.isEmpty();
    if (isTold && !m_identification.attempted) {
        row.ledger = entry;
        row.action = Action::Identify;
        row.reason = QStringLiteral("of another size");
        return;
    }
    const auto fingerprint = m_identification.fingerprints.constFind(row.entry.number);
    if (isTold && fingerprint != m_identification.fingerprints.cend() && *fingerprint != entry.fingerprint) {
        m_used[static_cast<size_t>(index)] = false;
        planNew(row, row.entry.uidl, QStringLiteral("unique-id used again"));
        return;
    }
    entry.listedSize = row.entry.size;
    m_plan.ledgerChanges.push_back(entry);
    decideByState(row, entry);
}

void FetchPlanner::decideReturned(FetchPlan::Row &row, const LedgerEntry &entry)
{
    if (entry.message == 0 && !entry.trouble.isEmpty()) {
        comeBack(row, entry); // it was never here, so that there is nothing to mistake it for
        return;
    }
    row.ledger = entry;
    if (!m_identification.attempted) {
        row.action = Action::Identify;
        row.reason = QStringLiteral("back after it was gone");
        return;
    }
    const auto fingerprint = m_identification.fingerprints.constFind(row.entry.number);
    if (fingerprint == m_identification.fingerprints.cend() || *fingerprint != entry.fingerprint)
        planNew(row, row.entry.uidl, QStringLiteral("another message under an old unique-id"));
    else
        comeBack(row, entry);
}

void FetchPlanner::comeBack(FetchPlan::Row &row, LedgerEntry entry)
{
    entry.state = Trouble::stateBefore(entry);
    if (Trouble::isGone(entry.trouble))
        entry.trouble.clear();
    entry.lastSeen = m_now;
    entry.goneSince = 0;
    m_plan.ledgerChanges.push_back(entry);
    decideByState(row, entry);
}

void FetchPlanner::decideByState(FetchPlan::Row &row, const LedgerEntry &entry)
{
    if (&row.ledger != &entry)
        row.ledger = entry;
    row.action = Action::Keep;
    row.reason = QStringLiteral("kept on the server");
    switch (entry.state) {
    case LedgerState::Stored:
        // What was asked for is here, all of it.
        if (row.ledger.wanted) {
            row.ledger.wanted = false;
            m_plan.ledgerChanges.push_back(row.ledger);
        }
        break;
    case LedgerState::Gone:
        break;
    case LedgerState::DeleteSent:
        row.action = Action::Delete;
        row.reason = QStringLiteral("deletion was not confirmed");
        break;
    case LedgerState::Partial:
        row.reason = QStringLiteral("only the beginning is here");
        if (entry.wanted) {
            row.last = entry.attempts > 0;
            planBody(row, QStringLiteral("wanted"));
        }
        break;
    case LedgerState::Fetching:
        // The program ended in the middle of it, and it had done so before.
        row.ledger.state = entry.message != 0 ? LedgerState::Partial : LedgerState::New;
        row.ledger.attempts = std::max(entry.attempts, FetchPlan::maxAttempts);
        row.ledger.trouble = Trouble::crashed();
        row.ledger.wanted = false;
        m_plan.ledgerChanges.push_back(row.ledger);
        decideByState(row, row.ledger);
        break;
    case LedgerState::New:
        decideNotFetched(row);
        break;
    }
}

void FetchPlanner::decideNotFetched(FetchPlan::Row &row)
{
    const LedgerEntry &entry = row.ledger;
    const bool refused = Trouble::isRefused(entry.trouble);
    // To be refused costs next to nothing, and some servers come to their senses.
    const bool again = refused && m_now - entry.lastAttempt >= day;
    const bool isLeft = entry.choice == ServerChoice::Delete || entry.choice == ServerChoice::Never;
    if (isLeft && !entry.wanted) {
        row.action = Action::Skip;
        row.reason = QStringLiteral("your choice");
    } else if (entry.attempts >= FetchPlan::maxAttempts && !entry.wanted && !again) {
        row.action = Action::Skip;
        row.reason = entry.trouble;
    } else {
        row.last = entry.attempts > 0 && !refused;
        planBody(row, entry.wanted ? QStringLiteral("wanted") : QStringLiteral("not fetched before"));
    }
}

void FetchPlanner::planNew(FetchPlan::Row &row, const QByteArray &identity, const QString &reason)
{
    row.ledger = {};
    row.ledger.state = LedgerState::New;
    row.ledger.uidl = identity; // empty: by content, when it is known
    row.ledger.occurrence = identity.isEmpty() ? 0 : nextOccurrence(identity);
    row.ledger.listedSize = row.entry.size;
    row.ledger.firstSeen = row.ledger.lastSeen = m_now;
    planBody(row, reason);
}

// All of it, or the beginning, as the account wants it.
void FetchPlanner::planBody(FetchPlan::Row &row, const QString &reason)
{
    row.reason = reason;
    row.action = Action::Fetch;
    if (row.entry.size > 0)
        row.ledger.listedSize = row.entry.size;
    if (row.ledger.wanted || row.ledger.uidl.isEmpty())
        return;
    // Of messages that are all known the server is not asked for sizes.
    const qint64 size = row.entry.size > 0 ? row.entry.size : row.ledger.listedSize;
    const bool tooLarge = m_policy.sizeLimit > 0 && size > m_policy.sizeLimit;
    if (m_policy.headersOnly || tooLarge) {
        row.action = Action::Top;
        row.lines = m_policy.headersOnly ? 0 : std::max(m_policy.lines, 0);
    }
}

int FetchPlanner::nextOccurrence(const QByteArray &uidl)
{
    auto next = m_nextOccurrence.find(uidl);
    if (next == m_nextOccurrence.end()) {
        int highest = -1;
        for (Index index = m_first.value(uidl, -1); index >= 0; index = m_next[static_cast<size_t>(index)])
            highest = std::max(highest, m_ledger[static_cast<size_t>(index)].occurrence);
        next = m_nextOccurrence.insert(uidl, highest + 1);
    }
    return (*next)++;
}

// Should it come back, it must not be taken for whole where only the beginning is here.
LedgerEntry FetchPlanner::goneFrom(LedgerEntry entry) const
{
    if (!isWhole(entry) && entry.trouble.isEmpty())
        entry.trouble = Trouble::gone();
    entry.wanted = false;
    entry.state = LedgerState::Gone;
    entry.goneSince = m_now;
    return entry;
}

void FetchPlanner::noteGone()
{
    for (size_t index = 0; index < m_ledger.size(); ++index) {
        const LedgerEntry &entry = m_ledger[index];
        if (m_used[index] || isGone(entry))
            continue;
        if (entry.wanted && !isWhole(entry))
            m_plan.wantedGone.push_back(entry);
        m_plan.ledgerChanges.push_back(goneFrom(entry));
    }
}
