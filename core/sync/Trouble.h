// SPDX-License-Identifier: GPL-3.0-or-later
//
// A trouble says why a message is not here, or not all of it: an English identifier, then a colon and detail.
// The ledger and the report carry it as text; the window looks the identifier up. Pure.
#pragma once

#include "Error.h"
#include "Ledger.h"

namespace Trouble
{
QString refused(const QString &serverText);
// What the end of a connection in the middle of a message means for it: "cut", "no answer", "damaged".
QString brokenOff(const Error &error, qint64 octets);
QString tooLarge(qint64 octets, const QString &because);
QString crashed();
QString gone();
// A rule of the account left it on the server; `rule` as ReceiveRules tells it.
QString byRule(const QString &rule);

// A row that is not on its way any more (it came back, or its deletion was refused) has a trouble where the
// message was not here, or not all of it.
LedgerState stateBefore(const LedgerEntry &entry);

bool isRefused(const QString &trouble);
bool isGone(const QString &trouble);
bool isByRule(const QString &trouble);
} // namespace Trouble
