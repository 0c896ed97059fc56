// SPDX-License-Identifier: GPL-3.0-or-later
#include "FetchPlan.h"

#include "FetchPlanner.h"

#include <algorithm>

FetchPlan FetchPlan::make(const Pop3Listing &listing, const Ledger &ledger, const DownloadPolicy &policy,
                          qint64 now, const Identification &identification)
{
    return FetchPlanner(listing, ledger, policy, now, identification).make();
}

std::vector<Pop3Listing::Entry> FetchPlan::entries(Action action) const
{
    std::vector<Pop3Listing::Entry> found;
    for (const Row &row : rows)
        if (row.action == action)
            found.push_back(row.entry);
    return found;
}

bool FetchPlan::isAllKnown(qint64 octets) const
{
    return std::all_of(rows.begin(), rows.end(),
                       [&octets](const Row &row) {
                           octets -= row.ledger.listedSize;
                           return row.known && row.ledger.listedSize > 0;
                       }) &&
           octets == 0;
}
