// SPDX-License-Identifier: GPL-3.0-or-later
#include "OAuthMechanism.h"

#include <QTest>

namespace
{

SaslCredentials credentials(const QString &user, const QString &token)
{
    SaslCredentials result{user};
    result.accessToken = token;
    result.host = QStringLiteral("server.example.com");
    result.port = 143;
    return result;
}

} // namespace

class OAuthMechanismTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysTheToken_data();
    void saysTheToken();
    void refusalIsAnswered_data();
    void refusalIsAnswered();
    void refusesWhatWouldAddFields_data();
    void refusesWhatWouldAddFields();
    void readsTheStatus_data();
    void readsTheStatus();
};

void OAuthMechanismTest::saysTheToken_data()
{
    QTest::addColumn<QByteArray>("mechanism");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("token");
    QTest::addColumn<QByteArray>("base64");
    // RFC 7628, section 4.1
    QTest::newRow("RFC 7628")
        << QByteArray("OAUTHBEARER") << "user@example.com"
        << "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=="
        << QByteArray("bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQz"
                      "AWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9"
                      "PQEB");
    QTest::newRow("separators in the name")
        << QByteArray("OAUTHBEARER") << "a=b,c"
        << "t"
        << QByteArray("n,a=a=3Db=2Cc,\x01host=server.example.com\x01port=143\x01"
                      "auth=Bearer t\x01\x01")
               .toBase64();
    QTest::newRow("XOAUTH2") << QByteArray("XOAUTH2") << "someuser@example.com"
                             << "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg"
                             << QByteArray(
                                    "dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRj"
                                    "Mk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==");
}

void OAuthMechanismTest::saysTheToken()
{
    QFETCH(QByteArray, mechanism);
    QFETCH(QString, user);
    QFETCH(QString, token);
    auto oauth = SaslMechanism::start(mechanism, credentials(user, token));
    QVERIFY(oauth);
    QVERIFY(!oauth->isComplete());
    const auto first = oauth->initialResponse();
    QVERIFY(first && *first);
    QTEST((*first)->toBase64(), "base64");
    QVERIFY(oauth->isComplete());
    QVERIFY(!oauth->tokenRefusal());
}

void OAuthMechanismTest::refusalIsAnswered_data()
{
    QTest::addColumn<QByteArray>("mechanism");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("OAUTHBEARER") << QByteArray("OAUTHBEARER") << QByteArray("\x01");
    QTest::newRow("XOAUTH2") << QByteArray("XOAUTH2") << QByteArray();
}

void OAuthMechanismTest::refusalIsAnswered()
{
    QFETCH(QByteArray, mechanism);
    auto oauth = SaslMechanism::start(mechanism, credentials(QStringLiteral("u"), QStringLiteral("t")));
    QVERIFY(oauth && oauth->initialResponse());
    const auto answer = oauth->respond(R"({"status":"invalid_token","scope":"example_scope"})");
    QVERIFY(answer);
    QTEST(*answer, "answer");
    QCOMPARE(oauth->tokenRefusal(), std::optional(QStringLiteral("invalid_token")));
    QVERIFY(!oauth->isComplete()); // a success after it is not believed
    QVERIFY(!oauth->respond("again"));
}

void OAuthMechanismTest::refusesWhatWouldAddFields_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("token");
    QTest::newRow("separator in the name") << QStringLiteral("u\x01port=1") << "t";
    QTest::newRow("separator in the token") << "u" << QStringLiteral("t\x01port=1");
    QTest::newRow("space in the token") << "u"
                                        << "t u";
    QTest::newRow("line break in the token") << "u"
                                             << "t\r\nQUIT";
    QTest::newRow("NUL in the token") << "u" << QString::fromUtf16(u"a\0b", 3);
    QTest::newRow("not ASCII") << "u" << QString::fromUtf8("tö");
    QTest::newRow("empty") << "u"
                           << "";
}

void OAuthMechanismTest::refusesWhatWouldAddFields()
{
    QFETCH(QString, user);
    QFETCH(QString, token);
    for (const char *name : {"OAUTHBEARER", "XOAUTH2"}) {
        const auto oauth = SaslMechanism::start(name, credentials(user, token));
        QVERIFY(!oauth);
        QCOMPARE(oauth.error().code, ErrorCode::InvalidArgument);
    }
}

void OAuthMechanismTest::readsTheStatus_data()
{
    QTest::addColumn<QByteArray>("challenge");
    QTest::addColumn<QString>("status");
    QTest::newRow("RFC 7628") << QByteArray(R"({"status":"invalid_request","scope":"example_scope"})")
                              << "invalid_request";
    QTest::newRow("Google") << QByteArray(R"({"status":"400","schemes":"Bearer","scope":"https://mail"})")
                            << "400";
    QTest::newRow("not a string") << QByteArray(R"({"status":401})") << "";
    QTest::newRow("an array") << QByteArray(R"(["status"])") << "";
    QTest::newRow("not JSON") << QByteArray("Rubbish") << "";
    QTest::newRow("empty") << QByteArray() << "";
    QTest::newRow("control characters") << QByteArray("{\"status\":\"a\\nb\"}") << "";
    QTest::newRow("long") << "{\"status\":\"" + QByteArray(10'000, 'x') + "\"}"
                          << QString(100, QLatin1Char('x'));
}

void OAuthMechanismTest::readsTheStatus()
{
    QFETCH(QByteArray, challenge);
    QTEST(oauthStatus(challenge), "status");
}

QTEST_GUILESS_MAIN(OAuthMechanismTest)
#include "OAuthMechanismTest.moc"
