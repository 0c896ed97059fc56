// SPDX-License-Identifier: GPL-3.0-or-later
#include "OAuthClient.h"
#include "OAuthClientBook.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace
{
const OAuthClient google{QStringLiteral("1-a.apps.example.org"), QStringLiteral("G-x:y")};
}

// What the providers know Poplar by: built in, and the user's own.
class OAuthClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listOfTheBuildIsRead()
    {
        const QString list =
            QStringLiteral(" google=1-a.apps.example.org:G-x:y  microsoft=0-0 yahoo= fastmail");
        const auto client = [&](const char *server) { return oauthClientIn(list, QLatin1String(server)); };
        QCOMPARE(client("google"), std::optional(google));
        QCOMPARE(client("microsoft"), std::optional(OAuthClient{QStringLiteral("0-0"), {}}));
        for (const char *none : {"yahoo", "fastmail", "goog", "", "1-a.apps.example.org"})
            QVERIFY2(!client(none), none);
        QVERIFY(!oauthClientIn({}, QStringLiteral("google")));
    }

    void usersOwnClientsOutliveTheProgram()
    {
        const QTemporaryDir profile;
        QVERIFY(OAuthClientBook(profile.path()).clients().isEmpty());
        QVERIFY(OAuthClientBook(profile.path()).set(QStringLiteral("google"), google));
        QVERIFY(OAuthClientBook(profile.path())
                    .set(QStringLiteral("yahoo"), OAuthClient{QStringLiteral("y"), {}}));
        constexpr QFile::Permissions ofOthers =
            QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        const QString path = profile.filePath(QStringLiteral("oauth-clients.json"));
        QVERIFY(QFile::exists(path) && !(QFile::permissions(path) & ofOthers)); // a secret is in it
        const auto clients = OAuthClientBook(profile.path()).clients();
        QCOMPARE(clients.size(), 2);
        QCOMPARE(clients.value(QStringLiteral("google")), google);
        QVERIFY(OAuthClientBook(profile.path()).set(QStringLiteral("google"), {}));
        QCOMPARE(OAuthClientBook(profile.path()).clients().keys(), QStringList{QStringLiteral("yahoo")});
    }

    void whatIsNoClientIsNotKept_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("secret");
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("a space") << QStringLiteral("a b") << QString();
        QTest::newRow("a line break") << QStringLiteral("a\nb") << QString();
        QTest::newRow("other letters") << QStringLiteral("idé") << QString();
        QTest::newRow("secret with a space") << QStringLiteral("id") << QStringLiteral("a b");
    }

    void whatIsNoClientIsNotKept()
    {
        QFETCH(const QString, id);
        QFETCH(const QString, secret);
        const QTemporaryDir profile;
        const auto refused =
            OAuthClientBook(profile.path()).set(QStringLiteral("google"), OAuthClient{id, secret});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
        QVERIFY(QDir(profile.path()).isEmpty());
    }

    void damagedFileIsNotOverwritten()
    {
        const QTemporaryDir profile;
        QFile file(QDir(profile.path()).filePath(QStringLiteral("oauth-clients.json")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"google\": {\"id\"") > 0);
        file.close();
        const OAuthClientBook book(profile.path());
        QVERIFY(book.clients().isEmpty());
        QCOMPARE(book.set(QStringLiteral("google"), google).error().code, ErrorCode::Damaged);
        QCOMPARE(file.size(), qint64(16));
    }

    void whatANewerVersionWroteStays()
    {
        const QTemporaryDir profile;
        QFile file(QDir(profile.path()).filePath(QStringLiteral("oauth-clients.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.write(
                    "{\"new\": {\"id\": \"n\", \"more\": 1}, \"odd\": 7, \"bad\": {\"id\": \"a b\"}}") > 0);
        file.close();
        QCOMPARE(OAuthClientBook(profile.path()).clients().keys(), QStringList{QStringLiteral("new")});
        QVERIFY(OAuthClientBook(profile.path()).set(QStringLiteral("google"), google));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY(text.contains("\"more\": 1") && text.contains("\"odd\": 7") && text.contains("1-a.apps"));
    }
};

QTEST_GUILESS_MAIN(OAuthClientTest)
#include "OAuthClientTest.moc"
