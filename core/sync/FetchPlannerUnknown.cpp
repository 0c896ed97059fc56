// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of FetchPlanner that decides over messages whose UIDL the ledger does not know.
#include "FetchPlanner.h"

#include "LedgerMatch.h"
#include "Trouble.h"

#include <algorithm>

using Action = FetchPlan::Action;
using namespace LedgerMatch;

namespace
{
// So much of the listing is unknown while known messages vanished: the server has renumbered (R49).
constexpr double renumberedUnknown = 0.9;
} // namespace

// Where known messages have vanished, unknown ones may be those under another name.
FetchPlanner::Unknown FetchPlanner::kindOf(const std::vector<FetchPlan::Row *> &unknown) const
{
    if (unknown.empty())
        return Unknown::New;
    const bool isMost =
        static_cast<double>(unknown.size()) >= renumberedUnknown * static_cast<double>(m_plan.rows.size());
    qsizetype nameless = -std::count_if(unknown.begin(), unknown.end(),
                                        [](const FetchPlan::Row *row) { return row->entry.uidl.isEmpty(); });
    for (size_t index = 0; index < m_ledger.size(); ++index) {
        const LedgerEntry &entry = m_ledger[index];
        if (m_used[index] || isGone(entry) || entry.fingerprint.isEmpty())
            continue;
        if (isMost)
            return Unknown::Renumbered;
        nameless += isNameless(entry);
    }
    return nameless > 0 ? Unknown::NamedAtLast : Unknown::New;
}

void FetchPlanner::decideUnknown(FetchPlan::Row &row, Unknown kind)
{
    const bool nameless = row.entry.uidl.isEmpty();
    const bool reused = m_first.contains(row.entry.uidl);
    if (!nameless && (kind == Unknown::New || (kind == Unknown::NamedAtLast && reused))) {
        planNew(row, row.entry.uidl, reused ? QStringLiteral("unique-id used again") : QStringLiteral("new"));
        return;
    }
    if (!m_identification.attempted) {
        row.action = Action::Identify;
        row.reason = nameless                      ? QStringLiteral("no unique-id")
                     : kind == Unknown::Renumbered ? QStringLiteral("mailbox renumbered")
                                                   : QStringLiteral("maybe one that had no unique-id");
        return;
    }
    const QByteArray fingerprint = m_identification.fingerprints.value(row.entry.number);
    if (fingerprint.isEmpty())
        planNew(row, row.entry.uidl, QStringLiteral("not identified"));
    else if (nameless)
        decideNameless(row, fingerprint);
    else
        decideRenamed(row, fingerprint, kind);
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

// The ledger row, under another name, of the message with this header.
FetchPlanner::Index FetchPlanner::findRenamed(const QByteArray &fingerprint, qint64 size, Unknown kind)
{
    if (!std::exchange(m_knowsFingerprints, true))
        for (size_t index = 0; index < m_ledger.size(); ++index)
            if (!m_used[index] && !m_ledger[index].fingerprint.isEmpty())
                m_byFingerprint[m_ledger[index].fingerprint].push_back(static_cast<Index>(index));
    const auto candidates = m_byFingerprint.constFind(fingerprint);
    if (candidates == m_byFingerprint.cend())
        return -1;
    const auto found = std::find_if(candidates->begin(), candidates->end(), [&](Index index) {
        const LedgerEntry &entry = m_ledger[static_cast<size_t>(index)];
        return !m_used[static_cast<size_t>(index)] && !sizesDiffer(size, entry.listedSize) &&
               (kind == Unknown::Renumbered || isNameless(entry));
    });
    return found == candidates->end() ? -1 : *found;
}

void FetchPlanner::decideRenamed(FetchPlan::Row &row, const QByteArray &fingerprint, Unknown kind)
{
    const Index index = findRenamed(fingerprint, row.entry.size, kind);
    if (index < 0) {
        // It may be a known one whose header the server has changed.
        planNew(row, row.entry.uidl, QStringLiteral("not identified"));
        return;
    }
    m_used[static_cast<size_t>(index)] = true;
    const LedgerEntry &old = m_ledger[static_cast<size_t>(index)];
    LedgerEntry renamed = old;
    renamed.uidl = row.entry.uidl;
    renamed.occurrence = nextOccurrence(row.entry.uidl);
    renamed.lastSeen = m_now;
    renamed.goneSince = 0;
    // No deletion on the authority of the old name (R44).
    if (renamed.state == LedgerState::DeleteSent)
        renamed.state = Trouble::stateBefore(renamed);
    m_plan.ledgerChanges.push_back(isGone(old) ? old : goneFrom(old));
    if (isGone(renamed)) {
        comeBack(row, renamed);
        return;
    }
    m_plan.ledgerChanges.push_back(renamed);
    decideByState(row, renamed);
}
