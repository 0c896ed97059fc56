// SPDX-License-Identifier: GPL-3.0-or-later
#include "UnchangedMailbox.h"

namespace
{
bool stays(const LedgerEntry &entry)
{
    return entry.state == LedgerState::Stored && entry.choice != ServerChoice::Delete && !entry.wanted &&
           entry.listedSize > 0;
}
} // namespace

bool isUnchanged(const Pop3Listing &listing, const Ledger &ledger, qint64 octets)
{
    size_t row = 0;
    const auto passGone = [&] {
        while (row < ledger.size() && ledger[row].state == LedgerState::Gone)
            ++row;
    };
    for (const Pop3Listing::Entry &entry : listing.entries) {
        passGone();
        if (row == ledger.size() || ledger[row].uidl != entry.uidl || !stays(ledger[row]))
            return false;
        // Several rows under one UIDL, also those that are gone, are for the plan to tell apart.
        if (row > 0 && ledger[row - 1].uidl == entry.uidl)
            return false;
        octets -= ledger[row].listedSize;
        ++row;
        if (row < ledger.size() && ledger[row].uidl == entry.uidl)
            return false;
    }
    passGone();
    return row == ledger.size() && octets == 0;
}
