// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountDesk.h"

#include "SecretStore.h"

AccountDesk::AccountDesk(AccountBook book, ServerMemory memory, SecretStore &secrets,
                         Cancellation &cancellation)
    : m_book(std::move(book)), m_memory(std::move(memory)), m_secrets(secrets), m_cancellation(cancellation)
{
}

Result<std::unique_ptr<AccountDesk>> AccountDesk::open(const QString &profileDirectory, SecretStore &secrets,
                                                       Cancellation &cancellation)
{
    TRY(auto book, AccountBook::open(profileDirectory));
    return std::unique_ptr<AccountDesk>(
        new AccountDesk(std::move(book), ServerMemory::open(profileDirectory), secrets, cancellation));
}

Result<Account> AccountDesk::save(Account account, const std::optional<QString> &password)
{
    const bool isNew = account.id == 0;
    TRY(const Account saved, m_book.save(std::move(account)));
    if (password) {
        if (auto kept = m_secrets.write(saved.uuid, *password, m_cancellation); !kept) {
            // The uuid is born with the saved account, so it is taken back where its secret cannot be kept.
            if (isNew)
                CHECK(m_book.remove(saved.id));
            return tl::unexpected<Error>(std::move(kept.error()));
        }
    }
    return saved;
}

Result<void> AccountDesk::remove(quint32 account)
{
    const Account *const known = m_book.byId(account);
    if (!known)
        return failure(ErrorCode::NotFound);
    const QString uuid = known->uuid;
    CHECK(m_book.remove(account));
    // A password that stays behind in a keychain does no harm to the account's removal.
    (void)m_secrets.remove(uuid, m_cancellation);
    return {};
}

Result<void> AccountDesk::learn(const QString &accountUuid, const ServerMemory::Lesson &lesson)
{
    return m_memory.learn(accountUuid, lesson);
}
