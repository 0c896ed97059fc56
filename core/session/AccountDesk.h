// SPDX-License-Identifier: GPL-3.0-or-later
//
// AccountDesk is what the account thread owns: the book of accounts, what the servers have taught us, what is
// marked on them, and the way to the secret store. It runs off the GUI thread because disks and keychains may
// be slow.
#pragma once

#include "AccountBook.h"
#include "Cancellation.h"
#include "OAuthClientBook.h"
#include "ServerMarks.h"
#include "ServerMemory.h"

#include <functional>
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
    QHash<quint32, QString> formerNames() const { return m_book.formerNames(); }
    Result<void> forgetName(quint32 account) { return m_book.forgetName(account); }

    QHash<AccountId, ServerWork> marks() const { return m_marks.all(); }
    // Nothing is kept for an account that has been removed.
    Result<void> setMarks(AccountId account, const ServerWork &marks);

    QHash<QString, OAuthClient> oauthClients() const { return m_oauthClients.clients(); }
    Result<void> setOAuthClient(const QString &server, const std::optional<OAuthClient> &client)
    {
        return m_oauthClients.set(server, client);
    }

    // An empty password takes away the one that is kept. Where the secrets cannot be kept, a new account is
    // not saved either, and a known one stays as it was. Of a known account the confirmed retention stays as
    // it is here.
    Result<Account> save(Account account, const std::optional<QString> &password,
                         const std::optional<QString> &proxyPassword);
    // Also its secrets, as far as the keychain lets them go, and what its server has taught us.
    Result<void> remove(quint32 account);
    // The secrets of an account that is gone; whether nothing of them is left.
    Result<void> forgetSecrets(const QString &uuid);
    Result<void> arrange(const std::vector<quint32> &order) { return m_book.arrange(order); }
    // Mail was deleted under `policy`, or the user has seen what it deletes.
    Result<void> confirmRetention(quint32 account, const RetentionPolicy &policy);
    Result<void> acceptCertificate(quint32 account, const AcceptedCertificate &certificate);
    Result<void> learn(const QString &accountUuid, const ServerMemory::Lesson &lesson);

private:
    Result<void> change(quint32 account, const std::function<void(Account &)> &change);
    Result<void> forgetSecret(const QString &key);
    Result<void> keepSecrets(const Account &account, const std::optional<QString> &password,
                             const std::optional<QString> &proxyPassword);

    AccountDesk(AccountBook book, const QString &profileDirectory, SecretStore &secrets,
                Cancellation &cancellation);

    AccountBook m_book;
    ServerMemory m_memory;
    ServerMarks m_marks;
    OAuthClientBook m_oauthClients;
    SecretStore &m_secrets;
    Cancellation &m_cancellation;
};
