// SPDX-License-Identifier: GPL-3.0-or-later
//
// AccountExport writes the settings of accounts for another computer, and reads them there. No secret is in
// it: no password, no client secret, and no certificate that one profile has accepted; nor what belongs to
// one profile alone, as the folder for new mail. What is read may come from anybody. Pure.
#pragma once

#include "Account.h"
#include "Result.h"

#include <vector>

QByteArray exportAccounts(const std::vector<Account> &accounts);
// As new accounts, at most a thousand; what an account needs may be missing, which AccountBook finds out.
// Damaged for what is no such file, NewerFormat.
Result<std::vector<Account>> importAccounts(const QByteArray &bytes);

// The name, or where it is taken the name with the first number from 2 on that makes it another.
QString freeAccountName(const QString &name, const std::vector<Account> &accounts);
// The same mailbox: one user at one server.
bool isSameMailbox(const Account &a, const Account &b);
