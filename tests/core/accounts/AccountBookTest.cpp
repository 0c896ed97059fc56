// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountBook.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

class AccountBookTest : public QObject
{
    Q_OBJECT

private:
    static Account account(const QString &name)
    {
        Account account;
        account.name = name;
        account.email = QStringLiteral("anna@example.org");
        account.server = {QStringLiteral("pop.example.org"),
                          110,
                          ServerSecurity::StartTls,
                          QStringLiteral("anna"),
                          SignIn::UserPass,
                          QStringLiteral("/etc/ca.pem")};
        account.retention = {RetentionPolicy::Mode::KeepDays, 14};
        account.checkMinutes = 0;
        account.enabled = false;
        return account;
    }

private Q_SLOTS:
    void missingFileIsAnEmptyBook()
    {
        const QTemporaryDir profile;
        const auto book = AccountBook::open(profile.path());
        QVERIFY(book);
        QVERIFY(book->accounts().empty());
    }

    void savedAccountIsReadBackWhole()
    {
        const QTemporaryDir profile;
        auto book = AccountBook::open(profile.path());
        const auto saved = book->save(account(QStringLiteral("Anna")));
        QVERIFY(saved);
        QVERIFY(saved->id > 1);
        QVERIFY(!saved->uuid.isEmpty());

        const auto again = AccountBook::open(profile.path());
        QVERIFY(again);
        QCOMPARE(again->accounts().size(), size_t(1));
        QCOMPARE(again->accounts().front(), *saved);
    }

    void idsAreNotGivenOutTwice()
    {
        const QTemporaryDir profile;
        auto book = AccountBook::open(profile.path());
        const auto first = book->save(account(QStringLiteral("One")));
        QVERIFY(book->remove(first->id));
        auto again = AccountBook::open(profile.path());
        const auto second = again->save(account(QStringLiteral("Two")));
        QVERIFY(second->id > first->id);
    }

    void renamedAccountKeepsItsUuid()
    {
        const QTemporaryDir profile;
        auto book = AccountBook::open(profile.path());
        auto saved = *book->save(account(QStringLiteral("Old")));
        const QString uuid = saved.uuid;
        saved.name = QStringLiteral("New");
        saved.uuid.clear();
        QCOMPARE(book->save(saved)->uuid, uuid);
        QVERIFY(book->byName(QStringLiteral("New")));
        QVERIFY(!book->byName(QStringLiteral("Old")));
    }

    void nonsenseIsRefused_data()
    {
        QTest::addColumn<Account>("wrong");
        Account wrong = account(QString());
        QTest::newRow("no name") << wrong;
        wrong = account(QStringLiteral("a"));
        wrong.server.host.clear();
        QTest::newRow("no host") << wrong;
        wrong = account(QStringLiteral("a"));
        wrong.server.user = QStringLiteral("anna\r\nDELE 1");
        QTest::newRow("a command in the user name") << wrong;
        wrong = account(QStringLiteral("a"));
        wrong.server.host = QStringLiteral("pop\nexample");
        QTest::newRow("a line break in the host") << wrong;
        wrong = account(QStringLiteral("a"));
        wrong.server.port = 0;
        QTest::newRow("port 0") << wrong;
        QTest::newRow("a name that is taken") << account(QStringLiteral("Taken"));
    }

    void nonsenseIsRefused()
    {
        QFETCH(Account, wrong);
        const QTemporaryDir profile;
        auto book = AccountBook::open(profile.path());
        QVERIFY(book->save(account(QStringLiteral("Taken"))));
        const auto result = book->save(wrong);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(book->accounts().size(), size_t(1));
    }

    void damagedFileIsReportedAndKept()
    {
        const QTemporaryDir profile;
        QFile file(QDir(profile.path()).filePath(QStringLiteral("accounts.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"version\": 1, \"accounts\": [");
        file.close();
        const auto book = AccountBook::open(profile.path());
        QVERIFY(!book);
        QCOMPARE(book.error().code, ErrorCode::Damaged);
        QCOMPARE(file.size(), qint64(28));
    }

    void newerFileIsRefused()
    {
        const QTemporaryDir profile;
        QFile file(QDir(profile.path()).filePath(QStringLiteral("accounts.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"version\": 2, \"accounts\": []}");
        file.close();
        QCOMPARE(AccountBook::open(profile.path()).error().code, ErrorCode::NewerFormat);
    }

    void unwritableProfileChangesNothing()
    {
        auto book = AccountBook::open(QStringLiteral("/nonexistent/profile"));
        QVERIFY(book);
        QCOMPARE(book->save(account(QStringLiteral("a"))).error().code, ErrorCode::DiskFailed);
        QVERIFY(book->accounts().empty());
    }
};

QTEST_GUILESS_MAIN(AccountBookTest)
#include "AccountBookTest.moc"
