// SPDX-License-Identifier: GPL-3.0-or-later
#include "FetchPlanner.h"

#include "Trouble.h"

#include <algorithm>

using Action = FetchPlan::Action;

namespace
{
// So much of the listing is unknown while known messages vanished: the server has renumbered (R49).
constexpr double renumberedUnknown = 0.9;
constexpr qint64 day = 24 * 60 * 60;

// LIST may be off by the line ends it did not count (R14), but not by more.
bool sizesDiffer(qint64 listed, qint64 known)
{
    if (listed <= 0 || known <= 0)
        return false;
    return std::abs(listed - known) > 1024 + std::max(listed, known) / 10;
}

// Stands in for the UIDL of a message that has none. The first byte cannot occur in a real one (R40).
QByteArray identityByHeader(const QByteArray &fingerprint, qint64 size)
{
    return '\x01' + fingerprint.toHex() + ':' + QByteArray::number(size);
}

bool isWhole(const LedgerEntry &entry)
{
    return entry.state == LedgerState::Stored || entry.state == LedgerState::DeleteSent;
}

bool isGone(const LedgerEntry &entry)
{
    return entry.state == LedgerState::Gone;
}
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
    const bool renumbered = isRenumbered(unknown.size());
    for (FetchPlan::Row *const row : unknown)
        decideUnknown(*row, renumbered);
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
    row.known = m_next[static_cast<size_t>(found)] < 0 && m_first.value(row.entry.uidl) == found;
    decideByState(row, entry);
    return true;
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

bool FetchPlanner::isRenumbered(size_t unknown) const
{
    if (unknown == 0 ||
        static_cast<double>(unknown) < renumberedUnknown * static_cast<double>(m_plan.rows.size()))
        return false;
    for (size_t index = 0; index < m_ledger.size(); ++index)
        if (!m_used[index] && !isGone(m_ledger[index]) && !m_ledger[index].fingerprint.isEmpty())
            return true;
    return false;
}

void FetchPlanner::decideUnknown(FetchPlan::Row &row, bool renumbered)
{
    const bool nameless = row.entry.uidl.isEmpty();
    if (!nameless && !renumbered) {
        const bool reused = m_first.contains(row.entry.uidl);
        planNew(row, row.entry.uidl, reused ? QStringLiteral("unique-id used again") : QStringLiteral("new"));
        return;
    }
    if (!m_identification.attempted) {
        row.action = Action::Identify;
        row.reason = nameless ? QStringLiteral("no unique-id") : QStringLiteral("mailbox renumbered");
        return;
    }
    const QByteArray fingerprint = m_identification.fingerprints.value(row.entry.number);
    if (fingerprint.isEmpty())
        planNew(row, row.entry.uidl, QStringLiteral("not identified"));
    else if (nameless)
        decideNameless(row, fingerprint);
    else
        decideRenumbered(row, fingerprint);
}

void FetchPlanner::decideNameless(FetchPlan::Row &row, const QByteArray &fingerprint)
{
    const QByteArray identity = identityByHeader(fingerprint, row.entry.size);
    const Index found = find(identity, row.entry.size);
    if (found < 0) {
        planNew(row, identity, QStringLiteral("new"));
        return;
    }
    m_used[static_cast<size_t>(found)] = true;
    const LedgerEntry &entry = m_ledger[static_cast<size_t>(found)];
    if (isGone(entry))
        comeBack(row, entry);
    else
        decideByState(row, entry);
}

void FetchPlanner::decideRenumbered(FetchPlan::Row &row, const QByteArray &fingerprint)
{
    if (m_byFingerprint.isEmpty())
        for (size_t index = 0; index < m_ledger.size(); ++index)
            if (!m_used[index] && !m_ledger[index].fingerprint.isEmpty())
                m_byFingerprint[m_ledger[index].fingerprint].push_back(static_cast<Index>(index));
    const auto candidates = m_byFingerprint.constFind(fingerprint);
    if (candidates != m_byFingerprint.cend()) {
        for (const Index index : *candidates) {
            LedgerEntry old = m_ledger[static_cast<size_t>(index)];
            if (m_used[static_cast<size_t>(index)] || sizesDiffer(row.entry.size, old.listedSize))
                continue;
            m_used[static_cast<size_t>(index)] = true;
            LedgerEntry renamed = old;
            renamed.uidl = row.entry.uidl;
            renamed.occurrence = nextOccurrence(row.entry.uidl);
            renamed.lastSeen = m_now;
            renamed.goneSince = 0;
            // No deletion on the authority of the old name (R44).
            if (renamed.state == LedgerState::DeleteSent)
                renamed.state = Trouble::stateBefore(renamed);
            if (!isGone(old)) {
                old.state = LedgerState::Gone;
                old.goneSince = m_now;
            }
            m_plan.ledgerChanges.push_back(old);
            if (isGone(renamed)) {
                comeBack(row, renamed);
                return;
            }
            m_plan.ledgerChanges.push_back(renamed);
            decideByState(row, renamed);
            return;
        }
    }
    planNew(row, row.entry.uidl, QStringLiteral("new"));
}

void FetchPlanner::decideByState(FetchPlan::Row &row, const LedgerEntry &entry)
{
    if (&row.ledger != &entry)
        row.ledger = entry;
    row.action = Action::Keep;
    row.reason = QStringLiteral("kept on the server");
    switch (entry.state) {
    case LedgerState::Stored:
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
    if (entry.choice == ServerChoice::Delete) {
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
    const bool tooLarge = m_policy.sizeLimit > 0 && row.entry.size > m_policy.sizeLimit;
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

void FetchPlanner::noteGone()
{
    for (size_t index = 0; index < m_ledger.size(); ++index) {
        const LedgerEntry &entry = m_ledger[index];
        if (m_used[index] || isGone(entry))
            continue;
        LedgerEntry gone = entry;
        if (entry.wanted && !isWhole(entry))
            m_plan.wantedGone.push_back(entry);
        if (!isWhole(entry) && gone.trouble.isEmpty())
            gone.trouble = Trouble::gone();
        gone.wanted = false;
        gone.state = LedgerState::Gone;
        gone.goneSince = m_now;
        m_plan.ledgerChanges.push_back(gone);
    }
}
