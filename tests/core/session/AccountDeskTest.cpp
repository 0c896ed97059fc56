// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountDesk.h"

#include "AccountSecrets.h"
#include "MemorySecrets.h"

#include <QTemporaryDir>
#include <QTest>

namespace
{
// A keychain that its user may deny.
class DeniedSecrets final : public SecretStore
{
public:
    Result<QString> read(const QString &key, Cancellation &cancellation) override
    {
        return m_kept.read(key, cancellation);
    }
    Result<void> write(const QString &key, const QString &secret, Cancellation &cancellation) override
    {
        return isDenied ? failure(ErrorCode::CredentialsMissing) : m_kept.write(key, secret, cancellation);
    }
    Result<void> remove(const QString &key, Cancellation &cancellation) override
    {
        return isDenied ? failure(ErrorCode::CredentialsMissing) : m_kept.remove(key, cancellation);
    }

    bool isDenied = false;

private:
    MemorySecrets m_kept;
};
} // namespace

// What becomes of an account where its secrets cannot be kept, or not be removed.
class AccountDeskTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_profile;
    DeniedSecrets m_secrets;
    Cancellation m_cancellation;
    std::unique_ptr<AccountDesk> m_desk;
    Account m_account;

private Q_SLOTS:
    void init()
    {
        m_secrets.isDenied = false;
        auto desk = AccountDesk::open(m_profile.path(), m_secrets, m_cancellation);
        QVERIFY(desk);
        m_desk = std::move(*desk);
        Account account;
        account.name = account.email = account.server.user = QStringLiteral("me@example.org");
        account.server.host = QStringLiteral("pop.example.org");
        const auto saved = m_desk->save(account, QStringLiteral("secret"), {});
        QVERIFY2(saved, qPrintable(saved ? QString() : saved.error().detail));
        m_account = *saved;
    }

    void cleanup()
    {
        if (!m_desk->accounts().empty())
            QVERIFY(m_desk->remove(m_account.id));
    }

    void aKnownAccountStaysAsItWasWhereItsPasswordIsNotKept()
    {
        m_secrets.isDenied = true;
        Account changed = m_account;
        changed.retention.afterDownload = true;
        changed.server.host = QStringLiteral("pop.example.net");
        QCOMPARE(m_desk->save(changed, QStringLiteral("new"), {}).error().code,
                 ErrorCode::CredentialsMissing);
        QCOMPARE(m_desk->accounts().size(), size_t(1));
        QVERIFY(m_desk->accounts().front() == m_account);
        QVERIFY(m_desk->save(changed, {}, {})); // without the password it is saved
        QVERIFY(m_desk->accounts().front().server.host == changed.server.host);
    }

    void whatTheKeychainDoesNotLetGoIsTold()
    {
        m_secrets.isDenied = true;
        QVERIFY(m_desk->remove(m_account.id)); // the account is gone all the same
        QVERIFY(m_desk->accounts().empty());
        QCOMPARE(m_desk->forgetSecrets(m_account.uuid).error().code, ErrorCode::CredentialsMissing);
        m_secrets.isDenied = false;
        QVERIFY(m_desk->forgetSecrets(m_account.uuid));
        QVERIFY(!m_secrets.read(m_account.uuid, m_cancellation));
        QVERIFY(m_desk->forgetSecrets(m_account.uuid)); // nothing is left
    }
};

QTEST_GUILESS_MAIN(AccountDeskTest)
#include "AccountDeskTest.moc"
