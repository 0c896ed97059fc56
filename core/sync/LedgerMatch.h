// SPDX-License-Identifier: GPL-3.0-or-later
//
// LedgerMatch says what a ledger row and a message on the server have in common. Pure.
#pragma once

#include "Ledger.h"

namespace LedgerMatch
{
// LIST may be off by the line ends it did not count (R14), but not by more. What is unknown differs from
// nothing.
bool sizesDiffer(qint64 listed, qint64 known);

// Stands in for the UIDL of a message that has none (R41, R47).
QByteArray identityByHeader(const QByteArray &fingerprint, qint64 size);
// Where neither the server nor the header tells messages apart.
QByteArray identityByContent(const QByteArray &sha256);
// The row has such a name: its UIDL was none of the server's.
bool isNameless(const LedgerEntry &entry);

inline bool isWhole(const LedgerEntry &entry)
{
    return entry.state == LedgerState::Stored || entry.state == LedgerState::DeleteSent;
}

inline bool isGone(const LedgerEntry &entry)
{
    return entry.state == LedgerState::Gone;
}
} // namespace LedgerMatch
