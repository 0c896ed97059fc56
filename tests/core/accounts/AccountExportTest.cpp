// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountExport.h"

#include <QTest>

class AccountExportTest : public QObject
{
    Q_OBJECT

private:
    static Account account()
    {
        Account account;
        account.id = 7;
        account.uuid = QStringLiteral("0b9f31de-uuid");
        account.name = QStringLiteral("Work");
        account.email = QStringLiteral("anna@example.org");
        account.server.host = QStringLiteral("pop.example.org");
        account.server.user = QStringLiteral("anna");
        account.server.signIn = SignIn::OAuth;
        account.server.oauth = {QStringLiteral("https://example.org/token"),
                                QStringLiteral("https://example.org/authorize"),
                                {},
                                QStringLiteral("client"),
                                QStringLiteral("the client's secret"),
                                QStringLiteral("pop")};
        account.server.accepted =
            AcceptedCertificate{account.server.host, account.server.port, QByteArray(32, '\x42')};
        account.retention.hours = 48;
        account.retention.whenInTrash = true;
        account.download = {false, 5'000'000, 12};
        account.schedule = {15, false, false, 22 * 60, 6 * 60 + 30};
        account.receiveRules = {
            {ReceiveRule::Field::From, {}, QStringLiteral("news@"), 0, ReceiveRule::Action::DoNotReceive}};
        account.targetFolder = 12;
        account.colour = QStringLiteral("#3366cc");
        account.quota = 1'000'000'000;
        account.enabled = false;
        return account;
    }

private Q_SLOTS:
    void everythingGoesOverThatIsNoSecret()
    {
        const auto read = importAccounts(exportAccounts({account()}));
        QVERIFY(read);
        Account expected = account();
        expected.id = 0;
        expected.uuid.clear();
        expected.server.accepted.reset();
        expected.server.oauth.clientSecret.clear();
        expected.targetFolder = 0;
        expected.confirmedRetention = expected.retention;
        QCOMPARE(read->size(), size_t(1));
        QCOMPARE(read->front(), expected);
    }

    void noSecretAndNothingOfTheProfileIsInTheFile()
    {
        const QByteArray bytes = exportAccounts({account()});
        QVERIFY(!bytes.contains("the client's secret"));
        QVERIFY(!bytes.contains("0b9f31de"));
        QVERIFY(!bytes.contains(QByteArray(64, '4')));
        QVERIFY(!bytes.contains("\"4242"));
        QVERIFY(!bytes.contains("accepted"));
    }

    void hostileFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        const int damaged = int(ErrorCode::Damaged);
        QTest::newRow("empty") << QByteArray() << damaged;
        QTest::newRow("no JSON") << QByteArray("From: a\n") << damaged;
        QTest::newRow("other JSON") << QByteArray(R"({"accounts": []})") << damaged;
        QTest::newRow("a list") << QByteArray("[1, 2]") << damaged;
        QTest::newRow("deep") << QByteArray(100'000, '[') << damaged;
        QTest::newRow("large") << QByteArray(5 * 1024 * 1024, ' ') << damaged;
        QTest::newRow("newer") << QByteArray(R"({"format": "poplar-accounts", "version": 2})")
                               << int(ErrorCode::NewerFormat);
    }

    void hostileFilesAreRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);
        const auto read = importAccounts(bytes);
        QVERIFY(!read);
        QCOMPARE(int(read.error().code), code);
    }

    // The safe choice for what is missing or makes no sense, as in the profile's own file.
    void whatMakesNoSenseBecomesTheSafeChoice()
    {
        const auto read = importAccounts(R"({"format": "poplar-accounts", "version": 1, "accounts": [
            {"name": "a", "id": 4, "uuid": "x", "security": "rot13", "retention": 3, "receiveRules": "x",
             "quietFrom": -7, "quietUntil": 99999, "accepted": {"host": "a", "port": 1}}, 5]})");
        QVERIFY(read);
        QCOMPARE(read->size(), size_t(2));
        QCOMPARE(read->front().id, 0U);
        QVERIFY(read->front().uuid.isEmpty());
        QCOMPARE(read->front().server.security, ServerSecurity::Tls);
        QVERIFY(read->front().retention.letsNothingGo());
        QVERIFY(read->front().receiveRules.empty());
        QVERIFY(!read->front().server.accepted);
        QVERIFY(read->front().schedule.quietUntil < 24 * 60);
    }

    void aNameThatIsTakenGetsANumber()
    {
        Account one, two;
        one.name = QStringLiteral("Work");
        two.name = QStringLiteral("Work 2");
        QCOMPARE(freeAccountName(QStringLiteral("Home"), {one, two}), QStringLiteral("Home"));
        QCOMPARE(freeAccountName(QStringLiteral("Work"), {one, two}), QStringLiteral("Work 3"));
    }
};

QTEST_GUILESS_MAIN(AccountExportTest)
#include "AccountExportTest.moc"
