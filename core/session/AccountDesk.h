// SPDX-License-Identifier: GPL-3.0-or-later
//
// AccountDesk is what the account thread owns: the book of accounts, the times at which a server may be asked
// again, and the way to the secret store. It runs off the GUI thread because disks and keychains may be slow.
#pragma once

#include "AccountBook.h"
#include "Cancellation.h"
#include "CheckTimes.h"

#include <memory>
#include <optional>

class SecretStore;

class AccountDesk
{
public:
    static Result<std::unique_ptr<AccountDesk>> open(const QString &profileDirectory, SecretStore &secrets,
                                                     Cancellation &cancellation);

    const std::vector<Account> &accounts() const { return m_book.accounts(); }
    const CheckTimes &times() const { return m_times; }

    // The secret first: an account without its password would only fail. Where the secret cannot be kept, the
    // account is not saved either.
    Result<Account> save(Account account, const std::optional<QString> &password);
    Result<void> remove(quint32 account);
    Result<void> setNotBefore(const QString &accountUuid, qint64 time);

private:
    AccountDesk(AccountBook book, CheckTimes times, SecretStore &secrets, Cancellation &cancellation);

    AccountBook m_book;
    CheckTimes m_times;
    SecretStore &m_secrets;
    Cancellation &m_cancellation;
};
