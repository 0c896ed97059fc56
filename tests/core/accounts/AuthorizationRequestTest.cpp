// SPDX-License-Identifier: GPL-3.0-or-later
#include "AuthorizationRequest.h"

#include "AuthorizationServer.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QUrlQuery>

namespace
{
OAuthSettings settings(const QString &page)
{
    OAuthSettings settings;
    settings.authorizationUrl = page;
    settings.tokenUrl = QStringLiteral("https://id.example.org/token");
    settings.clientId = QStringLiteral("poplar+1&x=y");
    settings.scope = QStringLiteral("https://mail.example.org/pop offline");
    return settings;
}

QString valueIn(const QUrl &page, const char *name)
{
    return QUrlQuery(page).queryItemValue(QLatin1String(name), QUrl::FullyDecoded);
}
} // namespace

// The question for a permission, as it goes to the browser and to the token server.
class AuthorizationRequestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // RFC 7636, appendix B.
    void challengeIsThatOfTheRfc()
    {
        QCOMPARE(codeChallenge(QStringLiteral("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")),
                 QStringLiteral("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
    }

    void stateAndVerifierAreNeverTheSame()
    {
        // 43 letters of base64 are 256 bits; RFC 7636 §4.1 takes no fewer for the verifier.
        const QRegularExpression word(QStringLiteral("^[A-Za-z0-9_-]{43}$"));
        QSet<QString> seen;
        for (int made = 0; made < 200; ++made) {
            const auto request = AuthorizationRequest::make(settings({}), {});
            for (const QString &secret : {request.state, request.verifier}) {
                QVERIFY2(word.match(secret).hasMatch(), qPrintable(secret));
                QVERIFY(!seen.contains(secret));
                seen.insert(secret);
            }
        }
    }

    void pageIsAskedAsTheRfcSays()
    {
        const auto request =
            AuthorizationRequest::make(settings(QStringLiteral("https://id.example.org/ask?tenant=a%26b")),
                                       QStringLiteral("http://127.0.0.1:49152/"));
        const auto page = request.page(QStringLiteral("me+pop@example.org"));
        QVERIFY(page);
        QCOMPARE(page->host(), QStringLiteral("id.example.org"));
        QCOMPARE(page->path(), QStringLiteral("/ask"));
        QCOMPARE(valueIn(*page, "tenant"), QStringLiteral("a&b"));
        QCOMPARE(valueIn(*page, "response_type"), QStringLiteral("code"));
        QCOMPARE(valueIn(*page, "client_id"), QStringLiteral("poplar+1&x=y"));
        QCOMPARE(valueIn(*page, "redirect_uri"), QStringLiteral("http://127.0.0.1:49152/"));
        QCOMPARE(valueIn(*page, "scope"), QStringLiteral("https://mail.example.org/pop offline"));
        QCOMPARE(valueIn(*page, "login_hint"), QStringLiteral("me+pop@example.org"));
        QCOMPARE(valueIn(*page, "state"), request.state);
        QCOMPARE(valueIn(*page, "code_challenge"), codeChallenge(request.verifier));
        QCOMPARE(valueIn(*page, "code_challenge_method"), QStringLiteral("S256"));
        QVERIFY(!page->toEncoded().contains('+')); // which would be read as a space
        QVERIFY(!page->toEncoded().contains(request.verifier.toLatin1()));
        QVERIFY(!request.page({})->toEncoded().contains("login_hint"));
    }

    void verifierGoesToTheTokenServerAlone()
    {
        auto asked = settings(QStringLiteral("https://id.example.org/ask"));
        asked.clientSecret = QStringLiteral("public");
        const auto request = AuthorizationRequest::make(asked, QStringLiteral("http://localhost:49152"));
        const QUrlQuery form(QString::fromLatin1(request.redemption(QStringLiteral("4/0A=+"))));
        const auto value = [&](const char *name) {
            return form.queryItemValue(QLatin1String(name), QUrl::FullyDecoded);
        };
        QCOMPARE(value("grant_type"), QStringLiteral("authorization_code"));
        QCOMPARE(value("code"), QStringLiteral("4/0A=+"));
        QCOMPARE(value("code_verifier"), request.verifier);
        QCOMPARE(value("redirect_uri"), QStringLiteral("http://localhost:49152"));
        QCOMPARE(value("client_id"), asked.clientId);
        QCOMPARE(value("client_secret"), QStringLiteral("public"));
        QVERIFY(!request.page({})->toEncoded().contains("client_secret"));
    }

    void unsafePagesAreNotShown_data()
    {
        QTest::addColumn<QString>("page");
        for (const char *page :
             {"http://id.example.org/ask", "http://localhost.example.org/ask", "", "javascript:alert(1)",
              "file:///etc/passwd", "https://me:x@id.example.org/", "https://"})
            QTest::addRow("'%s'", page) << QString::fromLatin1(page);
    }

    void unsafePagesAreNotShown()
    {
        QFETCH(const QString, page);
        const auto refused = AuthorizationRequest::make(settings(page), {}).page({});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
    }

    void noClientIsNoQuestion()
    {
        auto asked = settings(QStringLiteral("https://id.example.org/ask"));
        asked.clientId.clear();
        QCOMPARE(AuthorizationRequest::make(asked, {}).page({}).error().code, ErrorCode::InvalidArgument);
    }

    // Whatever is typed into the table: its addresses are safe, and its page is asked with what it needs.
    void everyServerOfTheTableCanBeAsked()
    {
        QSet<QString> ids;
        for (const AuthorizationServer &server : authorizationServers()) {
            QVERIFY(!ids.contains(server.id));
            ids.insert(server.id);
            QCOMPARE(authorizationServerById(server.id), &server);
            QCOMPARE(authorizationServerByPage(server.authorizationUrl), &server);
            const OAuthSettings known = oauthSettings(server, {QStringLiteral("id"), QStringLiteral("s")});
            const auto page =
                AuthorizationRequest::make(known, QStringLiteral("http://127.0.0.1:1/")).page({});
            QVERIFY2(page, qPrintable(server.id));
            QVERIFY(QUrl(known.tokenUrl).scheme() == QLatin1String("https"));
            QVERIFY(known.revocationUrl.isEmpty() ||
                    QUrl(known.revocationUrl).scheme() == QLatin1String("https"));
            QVERIFY(!known.scope.isEmpty() && known.clientId == QLatin1String("id"));
            QCOMPARE(valueIn(*page, "prompt").isEmpty(), server.id != QLatin1String("google"));
        }
        QCOMPARE(ids, (QSet<QString>{QStringLiteral("google"), QStringLiteral("microsoft"),
                                     QStringLiteral("yahoo"), QStringLiteral("fastmail")}));
        QVERIFY(!authorizationServerById(QStringLiteral("nobody")));
        QVERIFY(!authorizationServerByPage({}));
    }
};

QTEST_GUILESS_MAIN(AuthorizationRequestTest)
#include "AuthorizationRequestTest.moc"
