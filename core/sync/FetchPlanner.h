// SPDX-License-Identifier: GPL-3.0-or-later
//
// FetchPlanner makes one FetchPlan: it finds the ledger row of each message that is listed, then decides what
// is to be done. Used once; what it is given must outlive it.
#pragma once

#include "FetchPlan.h"

#include <optional>

class FetchPlanner
{
public:
    FetchPlanner(const Pop3Listing &listing, const Ledger &ledger, const DownloadPolicy &policy, qint64 now,
                 const Identification &identification);
    FetchPlan make();

private:
    using Index = qsizetype; // into the ledger; negative: none

    void countTwins(const Pop3Listing &listing);
    Index find(const QByteArray &uidl, qint64 size) const;
    bool decideByUidl(FetchPlan::Row &row);
    void decideReturned(FetchPlan::Row &row, const LedgerEntry &entry);
    void decideResized(FetchPlan::Row &row, Index index);
    // What messages with an unknown UIDL may be.
    enum class Unknown { New, Renumbered, NamedAtLast };
    Unknown kindOf(const std::vector<FetchPlan::Row *> &unknown) const;
    void decideUnknown(FetchPlan::Row &row, Unknown kind);
    void decideNameless(FetchPlan::Row &row, const QByteArray &fingerprint);
    Index findRenamed(const QByteArray &fingerprint, qint64 size, Unknown kind);
    void decideRenamed(FetchPlan::Row &row, const QByteArray &fingerprint, Unknown kind);
    void comeBack(FetchPlan::Row &row, LedgerEntry entry);

    void decideByState(FetchPlan::Row &row, const LedgerEntry &entry);
    void decideNotFetched(FetchPlan::Row &row);
    void planNew(FetchPlan::Row &row, const QByteArray &identity, const QString &reason);
    void planBody(FetchPlan::Row &row, const QString &reason);
    int nextOccurrence(const QByteArray &uidl);
    LedgerEntry goneFrom(LedgerEntry entry) const;
    void noteGone();

    const Ledger &m_ledger;
    const DownloadPolicy &m_policy;
    const qint64 m_now;
    const Identification &m_identification;

    std::vector<bool> m_used;
    QHash<QByteArrayView, Index> m_first; // of the rows with this UIDL
    std::vector<Index> m_next;            // the next row with the same UIDL
    QHash<QByteArrayView, int> m_missing; // of UIDLs with several rows on the server: how many are not listed
    bool m_knowsFingerprints = false;
    QHash<QByteArray, std::vector<Index>> m_byFingerprint;
    QHash<QByteArray, int> m_nextOccurrence;
    FetchPlan m_plan;
};
