// SPDX-License-Identifier: GPL-3.0-or-later
//
// AccountBook keeps the accounts of a profile in accounts.json, which is replaced as a whole and atomically
// at each change. It holds no secret. Not shared between threads.
#pragma once

#include "Account.h"
#include "Result.h"

#include <QHash>

#include <vector>

class AccountBook
{
public:
    // A missing file is an empty book. Errors: Damaged (the file is kept as it is), DiskFailed, NewerFormat.
    static Result<AccountBook> open(const QString &profileDirectory);

    const std::vector<Account> &accounts() const { return m_accounts; }
    const Account *byId(quint32 id) const;
    const Account *byName(const QString &name) const;

    // Adds (id 0) or replaces; returns it with its id and uuid. A new one is born with its retention
    // confirmed. InvalidArgument when the name is taken, a field that is needed is empty or nonsense, or one
    // has a line break or a NUL (R3).
    Result<Account> save(Account account);
    // Its name is remembered for the mail that it leaves, until it is forgotten.
    Result<void> remove(quint32 id);
    const QHash<quint32, QString> &formerNames() const { return m_former; }
    Result<void> forgetName(quint32 id);
    // The accounts in this order; those that are not named come behind, as they were.
    Result<void> arrange(const std::vector<quint32> &order);

private:
    Result<void> write(const std::vector<Account> &accounts, quint32 nextId,
                       const QHash<quint32, QString> &former);

    QString m_path;
    std::vector<Account> m_accounts;
    QHash<quint32, QString> m_former; // of removed accounts
    quint32 m_nextId = 2;             // 1 is localAccount
};
