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
    static void write(const QTemporaryDir &profile, const QByteArray &bytes)
    {
        QFile file(QDir(profile.path()).filePath(QStringLiteral("accounts.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    static Account account(const QString &name)
    {
        Account account;
        account.name = name;
        account.email = QStringLiteral("anna@example.org");
        account.server = {QStringLiteral("pop.example.org"),
                          110,
                          ServerSecurity::StartTls,
                          QStringLiteral("anna"),
                          SignIn::OAuth,
                          QStringLiteral("/etc/ca.pem")};
        account.server.accepted =
            AcceptedCertificate{QStringLiteral("pop.example.org"),
                                110,
                                QByteArray(32, '\x9f'),
                                {CertificateFault::WrongHost, CertificateFault::UntrustedSource}};
        account.server.clientCertificate = QStringLiteral("/home/anna/key.p12");
        account.server.proxy = {ProxySettings::Kind::Socks5, QStringLiteral("::1"), 9050,
                                QStringLiteral("anna@proxy")};
        account.server.oauth = {QStringLiteral("https://login.example.org/token"),
                                QStringLiteral("https://login.example.org/authorize"),
                                QStringLiteral("https://login.example.org/revoke"),
                                QStringLiteral("poplar"),
                                QStringLiteral("public"),
                                QStringLiteral("pop offline_access")};
        account.download = {true, 5'000'000'000, 0};
        account.retention.hours = 14 * 24;
        account.retention.newest = 500;
        account.retention.keepStarred = false;
        account.schedule = {0, true, false, 22 * 60 + 30, 6 * 60};
        account.receiveRules = {
            {ReceiveRule::Field::Header, QStringLiteral("List-Id"), QStringLiteral("cats"), 0,
             ReceiveRule::Action::DoNotReceive},
            {ReceiveRule::Field::Larger, {}, {}, 5'000'000, ReceiveRule::Action::OnlyHeader}};
        account.targetFolder = 17;
        account.colour = QStringLiteral("#3366cc");
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

        Account expected = account(QStringLiteral("Anna"));
        expected.id = saved->id;
        expected.uuid = saved->uuid;
        expected.confirmedRetention = expected.retention;
        const auto again = AccountBook::open(profile.path());
        QVERIFY(again);
        QCOMPARE(again->accounts().size(), size_t(1));
        QCOMPARE(again->accounts().front(), expected);
    }

    void plainAccountIsReadBackWhole()
    {
        const QTemporaryDir profile;
        auto book = AccountBook::open(profile.path());
        Account plain;
        plain.name = plain.server.host = plain.server.user = QStringLiteral("a");
        plain = *book->save(plain);
        QCOMPARE(AccountBook::open(profile.path())->accounts().front(), plain);
    }

    void everyWayToSignInAndEveryProxyIsReadBack()
    {
        const QTemporaryDir profile;
        auto book = AccountBook::open(profile.path());
        Account changing = *book->save(account(QStringLiteral("Anna")));
        for (int signIn = 0; signIn <= int(SignIn::OAuth); ++signIn) {
            for (int proxy = 0; proxy <= int(ProxySettings::Kind::Http); ++proxy) {
                changing.server.signIn = static_cast<SignIn>(signIn);
                changing.server.proxy.kind = static_cast<ProxySettings::Kind>(proxy);
                QVERIFY(book->save(changing));
                QCOMPARE(AccountBook::open(profile.path())->accounts().front(), changing);
            }
        }
    }

    // A changed policy is confirmed by the user, not by saving it.
    void onlyANewAccountIsBornConfirmed()
    {
        const QTemporaryDir profile;
        auto book = AccountBook::open(profile.path());
        Account saved = *book->save(account(QStringLiteral("Anna")));
        QCOMPARE(saved.confirmedRetention, saved.retention);
        const RetentionPolicy before = saved.retention;
        saved.retention.afterDownload = true;
        QCOMPARE(book->save(saved)->confirmedRetention, before);
    }

    void accountsAreArranged()
    {
        const QTemporaryDir profile;
        auto book = AccountBook::open(profile.path());
        for (const char *name : {"a", "b", "c", "d"})
            QVERIFY(book->save(account(QString::fromLatin1(name))));
        const quint32 c = book->byName(QStringLiteral("c"))->id, b = book->byName(QStringLiteral("b"))->id;
        QVERIFY(book->arrange({c, b, 4711}));
        const auto again = AccountBook::open(profile.path());
        QString order;
        for (const Account &one : again->accounts())
            order += one.name;
        QCOMPARE(order, QStringLiteral("cbad"));
    }

    void nonsenseInTheScheduleRulesAndColourIsRefused()
    {
        const QTemporaryDir profile;
        auto book = AccountBook::open(profile.path());
        Account wrong = account(QStringLiteral("Anna"));
        wrong.schedule.quietUntil = 24 * 60;
        QCOMPARE(book->save(wrong).error().code, ErrorCode::InvalidArgument);
        wrong = account(QStringLiteral("Anna"));
        wrong.receiveRules.push_back({});
        QCOMPARE(book->save(wrong).error().code, ErrorCode::InvalidArgument);
        for (const char *colour : {"red", "#12345", "#1234567", "#12345G", "#123456\n"}) {
            wrong = account(QStringLiteral("Anna"));
            wrong.colour = QString::fromLatin1(colour);
            QCOMPARE(book->save(wrong).error().code, ErrorCode::InvalidArgument);
        }
        QVERIFY(book->accounts().empty());
    }

    // There was no word for the start before: what was checked only when asked stays so.
    void whatIsCheckedOnlyWhenAskedIsLeftAloneAtTheStart()
    {
        const QTemporaryDir profile;
        write(profile, R"({"version": 2, "nextId": 4, "accounts": [
            {"id": 2, "name": "a", "host": "h", "port": 995, "user": "u", "checkMinutes": 0},
            {"id": 3, "name": "b", "host": "h", "port": 995, "user": "u", "checkMinutes": 5}]})");
        const auto book = AccountBook::open(profile.path());
        QVERIFY(!book->byId(2)->schedule.atStart);
        QVERIFY(book->byId(3)->schedule.atStart);
    }

    void firstVersionIsStillRead_data()
    {
        QTest::addColumn<QByteArray>("retention");
        QTest::addColumn<bool>("afterDownload");
        QTest::addColumn<int>("hours"); // 0: no such rule
        QTest::newRow("keep") << QByteArray(R"("keep", "retentionDays": 30)") << false << 0;
        QTest::newRow("days") << QByteArray(R"("days", "retentionDays": 14)") << false << 14 * 24;
        QTest::newRow("days without number") << QByteArray(R"("days")") << false << 0;
        QTest::newRow("far too many days")
            << QByteArray(R"("days", "retentionDays": 2147483647)") << false << 2147483647 / 24 * 24;
        QTest::newRow("delete") << QByteArray(R"("delete", "retentionDays": 30)") << true << 0;
        QTest::newRow("unknown word") << QByteArray(R"("sometimes", "retentionDays": 3)") << false << 0;
    }

    void firstVersionIsStillRead()
    {
        QFETCH(QByteArray, retention);
        QFETCH(bool, afterDownload);
        QFETCH(int, hours);
        const QTemporaryDir profile;
        write(profile, R"({
    "accounts": [
        {
            "caFile": "",
            "checkMinutes": 15,
            "email": "anna@example.org",
            "enabled": true,
            "host": "pop.example.org",
            "id": 3,
            "name": "Anna",
            "port": 995,
            "retention": )" +
                           retention +
                           R"(,
            "security": "tls",
            "signIn": "user",
            "user": "anna",
            "uuid": "7c0e2a54-5a3c-4dd1-9b1a-2a6f3c1b9d10"
        }
    ],
    "nextId": 4,
    "version": 1
}
)");
        Account expected;
        expected.id = 3;
        expected.uuid = QStringLiteral("7c0e2a54-5a3c-4dd1-9b1a-2a6f3c1b9d10");
        expected.name = QStringLiteral("Anna");
        expected.email = QStringLiteral("anna@example.org");
        expected.server.host = QStringLiteral("pop.example.org");
        expected.server.user = QStringLiteral("anna");
        expected.server.signIn = SignIn::UserPass;
        expected.schedule.minutes = 15;
        expected.retention.afterDownload = afterDownload;
        if (hours > 0)
            expected.retention.hours = hours;
        expected.confirmedRetention = expected.retention;
        const auto book = AccountBook::open(profile.path());
        QVERIFY(book);
        QCOMPARE(book->accounts().size(), size_t(1));
        QCOMPARE(book->accounts().front(), expected);
    }

    void nonsenseInTheFileBecomesTheSafeChoice()
    {
        const QTemporaryDir profile;
        write(profile, R"({"version": 2, "nextId": 3, "accounts": [{"id": 2, "name": "a", "host": "h",
            "port": 70000, "user": "u", "security": "quantum", "signIn": "telepathy",
            "accepted": {"host": "h", "port": 995, "sha256": "00ff"},
            "proxy": {"kind": "teleport", "host": "p", "port": 1080},
            "retention": {"afterDownload": "yes", "newest": 0, "hours": -5, "keepStarred": 1},
            "download": {"sizeLimit": -1, "lines": "many"}}]})");
        const auto book = AccountBook::open(profile.path());
        QVERIFY(book);
        const Account &read = book->accounts().front();
        QCOMPARE(read.server.port, quint16(0));
        QCOMPARE(read.server.security, ServerSecurity::Tls);
        QCOMPARE(read.server.signIn, SignIn::Automatic);
        QVERIFY(!read.server.accepted);
        QVERIFY(read.server.proxy.kind != ProxySettings::Kind::None);
        QVERIFY(read.retention.letsNothingGo());
        QVERIFY(read.retention.keepStarred);
        QCOMPARE(read.download, DownloadPolicy());
    }

    // What was accepted before there were kinds of it counts for all; what a newer version names does not.
    void anExceptionIsReadWithWhatItIsFor_data()
    {
        QTest::addColumn<QByteArray>("faults");
        QTest::addColumn<int>("count"); // -1: no exception
        QTest::newRow("not told") << QByteArray() << 0;
        QTest::newRow("some") << QByteArray(", \"faults\": [\"expired\", \"wrong-host\", \"expired\"]") << 2;
        QTest::newRow("some that are known") << QByteArray(", \"faults\": [\"haunted\", \"expired\"]") << 1;
        QTest::newRow("none that is known") << QByteArray(", \"faults\": [\"haunted\"]") << -1;
    }

    void anExceptionIsReadWithWhatItIsFor()
    {
        QFETCH(QByteArray, faults);
        QFETCH(int, count);
        const QTemporaryDir profile;
        QByteArray file = R"({"version": 2, "nextId": 3, "accounts": [{"id": 2, "name": "a", "host": "h",
            "user": "u", "accepted": {"host": "h", "port": 995, "sha256": "digest" FAULTS}}]})";
        write(profile, file.replace("digest", QByteArray(64, 'a')).replace("FAULTS", faults));
        const auto book = AccountBook::open(profile.path());
        QVERIFY(book);
        const auto &accepted = book->accounts().front().server.accepted;
        QCOMPARE(accepted ? int(accepted->faults.size()) : -1, count);
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
        const auto row = [](const char *name, void (*change)(Account &)) {
            Account changed = account(QStringLiteral("a"));
            change(changed);
            QTest::newRow(name) << changed;
        };
        row("half a certificate's digest", [](Account &a) { a.server.accepted->sha256.chop(1); });
        row("a certificate of no host", [](Account &a) { a.server.accepted->host.clear(); });
        row("a proxy without host", [](Account &a) { a.server.proxy.host.clear(); });
        row("a proxy without port", [](Account &a) { a.server.proxy.port = 0; });
        row("a line break in the proxy's user",
            [](Account &a) { a.server.proxy.user = QStringLiteral("a\r\nHost: b"); });
        row("EXTERNAL without certificate", [](Account &a) {
            a.server.signIn = SignIn::External;
            a.server.clientCertificate.clear();
        });
        row("EXTERNAL in the clear", [](Account &a) {
            a.server.signIn = SignIn::External;
            a.server.security = ServerSecurity::None;
        });
        row("OAuth without client id", [](Account &a) { a.server.oauth.clientId.clear(); });
        row("tokens in the clear",
            [](Account &a) { a.server.oauth.tokenUrl = QStringLiteral("http://login.example.org/"); });
        row("no URL", [](Account &a) { a.server.oauth.tokenUrl = QStringLiteral("https://"); });
        row("newest 0", [](Account &a) { a.retention.newest = 0; });
        row("a negative size", [](Account &a) { a.download.sizeLimit = -1; });
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
        write(profile, "{\"version\": 3, \"accounts\": []}");
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
