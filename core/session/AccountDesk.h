// SPDX-License-Identifier: GPL-3.0-or-later
//
// AccountDesk is what the account thread owns: the book of accounts, what the servers have
// taught us, and the way to the secret store. It runs off the GUI thread because disks and keychains may be
// slow.
#pragma once

#include "AccountBook.h"
#include "Cancellation.h"
#include "ServerMemory.h"

#include <memory>
#include <optional>

class SecretStore;

class AccountDesk
{
public:
    static Result<std::unique_ptr<AccountDesk>> open(const QString &profileDirectory, SecretStore &secrets,
                                                     Cancellation &cancellation);

    const std::vector<Account> &accounts() const { return m_book.accounts(); }
    const ServerMemory &memory() const { return m_memory; }

    // The secret first: an account without its password would only fail. Where the secret cannot be kept, the
    // account is not saved either.
    Result<Account> save(Account account, const std::optional<QString> &password);
    Result<void> remove(quint32 account);
    Result<void> learn(const QString &accountUuid, const ServerMemory::Lesson &lesson);

private:
    AccountDesk(AccountBook book, ServerMemory memory, SecretStore &secrets, Cancellation &cancellation);

    AccountBook m_book;
    ServerMemory m_memory;
    SecretStore &m_secrets;
    Cancellation &m_cancellation;
};
