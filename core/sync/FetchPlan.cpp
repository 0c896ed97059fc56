// SPDX-License-Identifier: GPL-3.0-or-later
#include "FetchPlan.h"

#include <algorithm>

namespace
{
// At least so many vanished and such a part of the listing unknown: the server has renumbered (R49).
constexpr int renumberedVanished = 50;
constexpr double renumberedUnknown = 0.9;

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

class Planner
{
public:
    Planner(const Pop3Listing &listing, const Ledger &ledger, const RetentionPolicy &policy, qint64 now,
            const Identification &identification)
        : m_ledger(ledger), m_used(ledger.size(), false), m_policy(policy), m_now(now),
          m_identification(identification)
    {
        m_byUidl.reserve(static_cast<qsizetype>(ledger.size()));
        for (size_t index = 0; index < ledger.size(); ++index)
            m_byUidl[ledger[index].uidl].push_back(index);
        m_plan.rows.reserve(listing.entries.size());
        for (const auto &entry : listing.entries)
            m_plan.rows.push_back({entry, FetchPlan::Action::Fetch, {}, {}});
    }

    FetchPlan make()
    {
        std::vector<size_t> unknown;
        for (size_t index = 0; index < m_plan.rows.size(); ++index)
            if (!decideByUidl(m_plan.rows[index]))
                unknown.push_back(index);
        const bool renumbered = isRenumbered(unknown.size());
        for (const size_t index : unknown)
            decideUnknown(m_plan.rows[index], renumbered);
        // While a message may still turn out to be a known one, nothing is said to be gone.
        if (m_identification.attempted || m_plan.entries(FetchPlan::Action::Identify).empty())
            noteGone();
        return std::move(m_plan);
    }

private:
    // The ledger row for `uidl` that is not spoken for yet and fits best: equal size, then any of like size.
    std::optional<size_t> find(const QByteArray &uidl, qint64 size) const
    {
        const auto rows = m_byUidl.constFind(uidl);
        if (rows == m_byUidl.cend())
            return {};
        std::optional<size_t> best;
        for (const size_t index : *rows) {
            if (m_used[index] || sizesDiffer(size, m_ledger[index].listedSize))
                continue;
            if (m_ledger[index].listedSize == size)
                return index;
            if (!best)
                best = index;
        }
        return best;
    }

    bool decideByUidl(FetchPlan::Row &row)
    {
        if (row.entry.uidl.isEmpty())
            return false;
        const auto known = find(row.entry.uidl, row.entry.size);
        if (!known)
            return false;
        m_used[*known] = true;
        const LedgerEntry &entry = m_ledger[*known];
        if (entry.state != LedgerState::Gone) {
            applyPolicy(row, entry);
            return true;
        }
        row.ledger = entry;
        if (!m_identification.attempted) {
            row.action = FetchPlan::Action::Identify;
            row.reason = QStringLiteral("back after it was gone");
            return true;
        }
        const auto fingerprint = m_identification.fingerprints.constFind(row.entry.number);
        if (fingerprint == m_identification.fingerprints.cend() || *fingerprint != entry.fingerprint)
            planFetch(row, row.entry.uidl, QStringLiteral("another message under an old unique-id"));
        else
            comeBack(row, entry);
        return true;
    }

    void comeBack(FetchPlan::Row &row, LedgerEntry entry)
    {
        entry.state = LedgerState::Stored;
        entry.lastSeen = m_now;
        entry.goneSince = 0;
        m_plan.ledgerChanges.push_back(entry);
        applyPolicy(row, entry);
    }

    bool isRenumbered(size_t unknown) const
    {
        size_t vanished = 0;
        for (size_t index = 0; index < m_ledger.size(); ++index)
            vanished += !m_used[index] && m_ledger[index].state != LedgerState::Gone;
        return vanished >= renumberedVanished && !m_plan.rows.empty() &&
               static_cast<double>(unknown) >= renumberedUnknown * static_cast<double>(m_plan.rows.size());
    }

    void decideUnknown(FetchPlan::Row &row, bool renumbered)
    {
        const bool nameless = row.entry.uidl.isEmpty();
        if (!nameless && !renumbered) {
            const bool reused = m_byUidl.contains(row.entry.uidl);
            planFetch(row, row.entry.uidl,
                      reused ? QStringLiteral("unique-id used again") : QStringLiteral("new"));
            return;
        }
        if (!m_identification.attempted) {
            row.action = FetchPlan::Action::Identify;
            row.reason = nameless ? QStringLiteral("no unique-id") : QStringLiteral("mailbox renumbered");
            return;
        }
        const QByteArray fingerprint = m_identification.fingerprints.value(row.entry.number);
        if (fingerprint.isEmpty()) {
            planFetch(row, row.entry.uidl, QStringLiteral("not identified"));
            return;
        }
        if (nameless)
            decideNameless(row, fingerprint);
        else
            decideRenumbered(row, fingerprint);
    }

    void decideNameless(FetchPlan::Row &row, const QByteArray &fingerprint)
    {
        const QByteArray identity = identityByHeader(fingerprint, row.entry.size);
        const auto known = find(identity, row.entry.size);
        if (!known) {
            planFetch(row, identity, QStringLiteral("new"));
            return;
        }
        m_used[*known] = true;
        const LedgerEntry &entry = m_ledger[*known];
        if (entry.state == LedgerState::Gone)
            comeBack(row, entry);
        else
            applyPolicy(row, entry);
    }

    void decideRenumbered(FetchPlan::Row &row, const QByteArray &fingerprint)
    {
        if (m_byFingerprint.isEmpty())
            for (size_t index = 0; index < m_ledger.size(); ++index)
                if (!m_used[index])
                    m_byFingerprint[m_ledger[index].fingerprint].push_back(index);
        for (const size_t index : m_byFingerprint.value(fingerprint)) {
            if (m_used[index] || sizesDiffer(row.entry.size, m_ledger[index].listedSize))
                continue;
            m_used[index] = true;
            LedgerEntry old = m_ledger[index];
            LedgerEntry renamed = old;
            renamed.uidl = row.entry.uidl;
            renamed.occurrence = nextOccurrence(row.entry.uidl);
            renamed.state = LedgerState::Stored;
            renamed.lastSeen = m_now;
            renamed.goneSince = 0;
            old.state = LedgerState::Gone;
            old.goneSince = m_now;
            m_plan.ledgerChanges.push_back(old);
            m_plan.ledgerChanges.push_back(renamed);
            applyPolicy(row, renamed);
            return;
        }
        planFetch(row, row.entry.uidl, QStringLiteral("new"));
    }

    void applyPolicy(FetchPlan::Row &row, const LedgerEntry &entry)
    {
        row.ledger = entry;
        row.action = FetchPlan::Action::Keep;
        if (entry.state == LedgerState::DeleteSent) {
            row.action = FetchPlan::Action::Delete;
            row.reason = QStringLiteral("deletion was not confirmed");
        } else if (m_policy.mode == RetentionPolicy::Mode::Delete) {
            row.action = FetchPlan::Action::Delete;
            row.reason = QStringLiteral("delete after download");
        } else if (m_policy.mode == RetentionPolicy::Mode::KeepDays &&
                   m_now - entry.firstSeen >= qint64(m_policy.days) * 24 * 60 * 60) {
            row.action = FetchPlan::Action::Delete;
            row.reason = QStringLiteral("kept for %1 days").arg(m_policy.days);
        } else {
            row.reason = QStringLiteral("kept on the server");
        }
    }

    void planFetch(FetchPlan::Row &row, const QByteArray &identity, const QString &reason)
    {
        row.action = FetchPlan::Action::Fetch;
        row.reason = reason;
        row.ledger = {};
        row.ledger.uidl = identity; // empty: by content, when it is known
        row.ledger.occurrence = identity.isEmpty() ? 0 : nextOccurrence(identity);
        row.ledger.listedSize = row.entry.size;
        row.ledger.firstSeen = row.ledger.lastSeen = m_now;
    }

    int nextOccurrence(const QByteArray &uidl)
    {
        auto next = m_nextOccurrence.find(uidl);
        if (next == m_nextOccurrence.end()) {
            int highest = -1;
            for (const size_t index : m_byUidl.value(uidl))
                highest = std::max(highest, m_ledger[index].occurrence);
            next = m_nextOccurrence.insert(uidl, highest + 1);
        }
        return (*next)++;
    }

    void noteGone()
    {
        for (size_t index = 0; index < m_ledger.size(); ++index) {
            if (m_used[index] || m_ledger[index].state == LedgerState::Gone)
                continue;
            LedgerEntry gone = m_ledger[index];
            gone.state = LedgerState::Gone;
            gone.goneSince = m_now;
            m_plan.ledgerChanges.push_back(gone);
        }
    }

    const Ledger &m_ledger;
    std::vector<bool> m_used;
    QHash<QByteArray, std::vector<size_t>> m_byUidl, m_byFingerprint;
    QHash<QByteArray, int> m_nextOccurrence;
    const RetentionPolicy &m_policy;
    qint64 m_now;
    const Identification &m_identification;
    FetchPlan m_plan;
};
} // namespace

FetchPlan FetchPlan::make(const Pop3Listing &listing, const Ledger &ledger, const RetentionPolicy &policy,
                          qint64 now, const Identification &identification)
{
    return Planner(listing, ledger, policy, now, identification).make();
}

std::vector<Pop3Listing::Entry> FetchPlan::entries(Action action) const
{
    std::vector<Pop3Listing::Entry> found;
    for (const Row &row : rows)
        if (row.action == action)
            found.push_back(row.entry);
    return found;
}
