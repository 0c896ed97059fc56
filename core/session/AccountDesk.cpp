// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountDesk.h"

#include "AccountSecrets.h"

AccountDesk::AccountDesk(AccountBook book, const QString &profileDirectory, SecretStore &secrets,
                         Cancellation &cancellation)
    : m_book(std::move(book)), m_memory(ServerMemory::open(profileDirectory)), m_marks(profileDirectory),
      m_oauthClients(profileDirectory), m_secrets(secrets), m_cancellation(cancellation)
{
}

Result<std::unique_ptr<AccountDesk>> AccountDesk::open(const QString &profileDirectory, SecretStore &secrets,
                                                       Cancellation &cancellation)
{
    TRY(auto book, AccountBook::open(profileDirectory));
    return std::unique_ptr<AccountDesk>(
        new AccountDesk(std::move(book), profileDirectory, secrets, cancellation));
}

Result<Account> AccountDesk::save(Account account, const std::optional<QString> &password,
                                  const std::optional<QString> &proxyPassword)
{
    std::optional<Account> former;
    if (const Account *const known = m_book.byId(account.id)) {
        former = *known;
        account.confirmedRetention = known->confirmedRetention;
    }
    TRY(const Account saved, m_book.save(std::move(account)));
    if (auto kept = keepSecrets(saved, password, proxyPassword); !kept) {
        // The uuid is born with the saved account, so it is taken back where its secret cannot be kept.
        if (!former)
            CHECK(m_book.remove(saved.id));
        else
            CHECK(m_book.save(*former));
        return tl::unexpected<Error>(std::move(kept.error()));
    }
    return saved;
}

// What is nowhere is forgotten.
Result<void> AccountDesk::forgetSecret(const QString &key)
{
    auto removed = m_secrets.remove(key, m_cancellation);
    const bool isNowhere = !removed && (removed.error().code == ErrorCode::NotFound ||
                                        removed.error().code == ErrorCode::Unsupported);
    return isNowhere ? Result<void>() : std::move(removed);
}

Result<void> AccountDesk::keepSecrets(const Account &account, const std::optional<QString> &password,
                                      const std::optional<QString> &proxyPassword)
{
    if (password && password->isEmpty())
        CHECK(forgetSecret(account.uuid));
    else if (password)
        CHECK(m_secrets.write(account.uuid, *password, m_cancellation));
    if (proxyPassword)
        CHECK(m_secrets.write(proxySecretKey(account.uuid), *proxyPassword, m_cancellation));
    return {};
}

Result<void> AccountDesk::remove(quint32 account)
{
    const Account *const known = m_book.byId(account);
    if (!known)
        return failure(ErrorCode::NotFound);
    const QString uuid = known->uuid;
    CHECK(m_book.remove(account));
    // What stays behind of these does no harm to the account's removal.
    (void)forgetSecrets(uuid);
    (void)m_memory.forget(uuid);
    (void)m_marks.set(account, {});
    return {};
}

Result<void> AccountDesk::forgetSecrets(const QString &uuid)
{
    auto own = forgetSecret(uuid);
    CHECK(forgetSecret(proxySecretKey(uuid)));
    return own;
}

Result<void> AccountDesk::setMarks(AccountId account, const ServerWork &marks)
{
    return m_marks.set(account, m_book.byId(account) ? marks : ServerWork());
}

Result<void> AccountDesk::change(quint32 account, const std::function<void(Account &)> &change)
{
    const Account *const known = m_book.byId(account);
    if (!known)
        return failure(ErrorCode::NotFound);
    Account changed = *known;
    change(changed);
    TRY(const Account saved, m_book.save(std::move(changed)));
    Q_UNUSED(saved)
    return {};
}

Result<void> AccountDesk::confirmRetention(quint32 account, const RetentionPolicy &policy)
{
    return change(account, [&](Account &changed) { changed.confirmedRetention = policy; });
}

Result<void> AccountDesk::acceptCertificate(quint32 account, const AcceptedCertificate &certificate)
{
    return change(account, [&](Account &changed) { changed.server.accepted = certificate; });
}

Result<void> AccountDesk::learn(const QString &accountUuid, const ServerMemory::Lesson &lesson)
{
    return m_memory.learn(accountUuid, lesson);
}
