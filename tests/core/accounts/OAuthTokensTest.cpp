// SPDX-License-Identifier: GPL-3.0-or-later
#include "OAuthTokens.h"

#include "FakeClock.h"
#include "InWorker.h"
#include "TestHttpServer.h"
#include "TestProxy.h"

#include <QSslConfiguration>
#include <QTest>

#include <atomic>

using namespace std::chrono_literals;

namespace
{

QByteArray token(const QByteArray &access, const QByteArray &refresh = {}, int seconds = 3600)
{
    QByteArray json = "{\"access_token\":\"" + access +
                      "\",\"token_type\":\"Bearer\",\"expires_in\":" + QByteArray::number(seconds);
    if (!refresh.isEmpty())
        json += ",\"refresh_token\":\"" + refresh + '"';
    return TestHttpServer::answer(200, json + '}');
}

QByteArray errorName(const Result<QString> &result)
{
    return result ? "none" : errorCodeName(result.error().code).toLatin1();
}

OAuthGrant grantOf(const QString &url, const QString &refreshToken = QStringLiteral("refresh-1"))
{
    return {{url, {}, {}, QStringLiteral("client"), {}, {}}, refreshToken};
}

QString urlOf(const TestHttpServer &server, const QString &scheme = QStringLiteral("http"),
              const QString &host = QStringLiteral("127.0.0.1"))
{
    return QStringLiteral("%1://%2:%3/token").arg(scheme, host).arg(server.port());
}

} // namespace

// Access tokens from a token server on loopback.
class OAuthTokensTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksAsTheRfcSays();
    void keepsATokenUntilAMinuteBeforeItsEnd();
    void refusedTokenIsReplacedAtOnce();
    void replacedRefreshTokenIsHandedOut();
    void replacedRefreshTokenIsHandedOutUntilItIsStored();
    void refusedGrantIsNotTakenForABusyServer_data();
    void refusedGrantIsNotTakenForABusyServer();
    void unsafeAddressesAreToldNothing_data();
    void unsafeAddressesAreToldNothing();
    void redirectionIsNotFollowed();
    void veryLongAnswerIsBrokenOff();
    void silentServerIsGivenUp();
    void cancelEndsTheWait();
    void waitsForTheQuestionOfAnotherThread();
    void certificateIsChecked();
    void goesThroughTheProxy_data();
    void goesThroughTheProxy();
    void proxyIsNotAskedForLoopback();

private:
    FakeClock m_clock;
    Cancellation m_cancellation;
    TestCertificates m_certificates;
};

void OAuthTokensTest::asksAsTheRfcSays()
{
    TestHttpServer server([](const auto &) { return token("access-1"); });
    OAuthTokens tokens(m_clock);
    OAuthGrant grant = grantOf(urlOf(server), QStringLiteral("a+b&c=d/é"));
    grant.settings.clientSecret = QStringLiteral("s p");
    grant.settings.scope = QStringLiteral("mail offline");
    QCOMPARE(tokens.accessToken(grant, false, m_cancellation).value_or(QString()),
             QStringLiteral("access-1"));
    QCOMPARE(server.requests().size(), size_t(1));
    const auto request = server.requests().front();
    QVERIFY(request.head.startsWith("POST /token HTTP/1.1\r\n"));
    QVERIFY(request.head.contains("application/x-www-form-urlencoded"));
    QCOMPARE(request.field(QStringLiteral("grant_type")), QStringLiteral("refresh_token"));
    QCOMPARE(request.field(QStringLiteral("refresh_token")), grant.refreshToken);
    QCOMPARE(request.field(QStringLiteral("client_id")), QStringLiteral("client"));
    QCOMPARE(request.field(QStringLiteral("client_secret")), grant.settings.clientSecret);
    QCOMPARE(request.field(QStringLiteral("scope")), grant.settings.scope);
}

void OAuthTokensTest::keepsATokenUntilAMinuteBeforeItsEnd()
{
    std::atomic<int> given{0};
    TestHttpServer server([&](const auto &) { return token("access-" + QByteArray::number(++given)); });
    OAuthTokens tokens(m_clock);
    const auto ask = [&] {
        return tokens.accessToken(grantOf(urlOf(server)), false, m_cancellation).value();
    };
    QCOMPARE(ask(), QStringLiteral("access-1"));
    m_clock.advance(3600 - 61);
    QCOMPARE(ask(), QStringLiteral("access-1"));
    m_clock.advance(1);
    QCOMPARE(ask(), QStringLiteral("access-2"));
    // Another account's grant is another line.
    QCOMPARE(
        tokens.accessToken(grantOf(urlOf(server), QStringLiteral("other")), false, m_cancellation).value(),
        QStringLiteral("access-3"));
    QCOMPARE(ask(), QStringLiteral("access-2"));
}

void OAuthTokensTest::refusedTokenIsReplacedAtOnce()
{
    std::atomic<int> given{0};
    TestHttpServer server([&](const auto &) { return token("access-" + QByteArray::number(++given)); });
    OAuthTokens tokens(m_clock);
    const auto grant = grantOf(urlOf(server));
    QCOMPARE(tokens.accessToken(grant, false, m_cancellation).value(), QStringLiteral("access-1"));
    QCOMPARE(tokens.accessToken(grant, true, m_cancellation).value(), QStringLiteral("access-2"));
    QCOMPARE(tokens.accessToken(grant, false, m_cancellation).value(), QStringLiteral("access-2"));
    QCOMPARE(given, 2);
}

void OAuthTokensTest::replacedRefreshTokenIsHandedOut()
{
    // Each refresh token is good once.
    std::atomic<int> good{1};
    TestHttpServer server([&](const TestHttpServer::Request &request) {
        if (request.field(QStringLiteral("refresh_token")) != QStringLiteral("refresh-%1").arg(good))
            return TestHttpServer::answer(400, "{\"error\":\"invalid_grant\"}");
        ++good;
        return token("access", "refresh-" + QByteArray::number(good));
    });
    OAuthTokens tokens(m_clock);
    QStringList stored;
    const auto store = [&](const QString &refreshToken) { stored.append(refreshToken); };
    QVERIFY(tokens.accessToken(grantOf(urlOf(server)), true, m_cancellation, store));
    QCOMPARE(stored, QStringList{QStringLiteral("refresh-2")});
    // Who was not told of it goes on with the first one, and who was with a later: they are one line.
    QVERIFY(tokens.accessToken(grantOf(urlOf(server)), true, m_cancellation, store));
    QVERIFY(
        tokens.accessToken(grantOf(urlOf(server), QStringLiteral("refresh-3")), true, m_cancellation, store));
    QVERIFY(
        tokens.accessToken(grantOf(urlOf(server), QStringLiteral("refresh-2")), true, m_cancellation, store));
    QCOMPARE(stored.join(QLatin1Char(' ')), QStringLiteral("refresh-2 refresh-3 refresh-4 refresh-5"));
    // After a restart only the last one is good.
    OAuthTokens later(m_clock);
    QCOMPARE(errorName(later.accessToken(grantOf(urlOf(server)), false, m_cancellation)),
             QByteArray("AuthRejected"));
    QVERIFY(later.accessToken(grantOf(urlOf(server), QStringLiteral("refresh-5")), false, m_cancellation));
}

void OAuthTokensTest::replacedRefreshTokenIsHandedOutUntilItIsStored()
{
    TestHttpServer server([&](const auto &) { return token("access", "refresh-2"); });
    OAuthTokens tokens(m_clock);
    // As the test of an account does before the account is saved.
    QVERIFY(tokens.accessToken(grantOf(urlOf(server)), false, m_cancellation));
    QStringList stored;
    const auto store = [&](const QString &refreshToken) { stored.append(refreshToken); };
    QVERIFY(tokens.accessToken(grantOf(urlOf(server)), false, m_cancellation, store));
    QCOMPARE(stored, QStringList{QStringLiteral("refresh-2")});
    QVERIFY(tokens.accessToken(grantOf(urlOf(server), stored.first()), false, m_cancellation, store));
    QCOMPARE(stored.size(), 1);
    QCOMPARE(server.requests().size(), size_t(1));
}

void OAuthTokensTest::refusedGrantIsNotTakenForABusyServer_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("error");
    const auto row = [](const char *name, int status, const char *body, const char *error) {
        QTest::newRow(name) << status << QByteArray(body) << QByteArray(error);
    };
    row("invalid_grant", 400, "{\"error\":\"invalid_grant\"}", "AuthRejected");
    row("invalid_client", 401, "{\"error\":\"invalid_client\"}", "AuthRejected");
    row("busy", 503, "<html>later</html>", "ServerTemporary");
    row("too many", 429, "{}", "ServerTemporary");
    row("not found", 404, "<html>", "ServerRefused");
    row("no token", 200, "{\"token_type\":\"Bearer\"}", "ProtocolViolation");
    row("no JSON", 200, "welcome", "ProtocolViolation");
    row("a line break in the token", 200, "{\"access_token\":\"a\\r\\nb\"}", "ProtocolViolation");
    row("another kind", 200, "{\"access_token\":\"a\",\"token_type\":\"mac\"}", "Unsupported");
}

void OAuthTokensTest::refusedGrantIsNotTakenForABusyServer()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, error);
    TestHttpServer server([&](const auto &) { return TestHttpServer::answer(status, body); });
    OAuthTokens tokens(m_clock);
    const auto result = tokens.accessToken(grantOf(urlOf(server)), false, m_cancellation);
    QCOMPARE(errorName(result), error);
    QVERIFY(!result.error().detail.contains(QStringLiteral("refresh-1")));
    QCOMPARE(server.requests().size(), size_t(1)); // asked once
}

void OAuthTokensTest::unsafeAddressesAreToldNothing_data()
{
    QTest::addColumn<QString>("url");
    for (const char *url :
         {"http://192.0.2.1/token", "http://localhost.example.org/token", "ftp://127.0.0.1/", "token", "",
          "https://", "https://user:pass@127.0.0.1/token", "file:///etc/passwd"})
        QTest::addRow("'%s'", url) << QString::fromLatin1(url);
}

void OAuthTokensTest::unsafeAddressesAreToldNothing()
{
    QFETCH(const QString, url);
    OAuthTokens tokens(m_clock);
    QCOMPARE(errorName(tokens.accessToken(grantOf(url), false, m_cancellation)),
             QByteArray("InvalidArgument"));
    QCOMPARE(errorName(tokens.accessToken(grantOf(url, {}), false, m_cancellation)),
             QByteArray("CredentialsMissing"));
}

void OAuthTokensTest::redirectionIsNotFollowed()
{
    TestHttpServer other([](const auto &) { return token("access"); });
    TestHttpServer server([&](const auto &) {
        return TestHttpServer::answer(307, {}, "Location: " + urlOf(other).toLatin1() + "\r\n");
    });
    OAuthTokens tokens(m_clock);
    QCOMPARE(errorName(tokens.accessToken(grantOf(urlOf(server)), false, m_cancellation)),
             QByteArray("ServerRefused"));
    QVERIFY(other.requests().empty());
}

void OAuthTokensTest::veryLongAnswerIsBrokenOff()
{
    const QByteArray endless(2'000'000, ' ');
    TestHttpServer server([&](const auto &) { return TestHttpServer::answer(200, endless); });
    OAuthTokens tokens(m_clock);
    QCOMPARE(errorName(tokens.accessToken(grantOf(urlOf(server)), false, m_cancellation)),
             QByteArray("ProtocolViolation"));
}

void OAuthTokensTest::silentServerIsGivenUp()
{
    TestHttpServer server([](const auto &) { return QByteArray(); });
    OAuthTokens tokens(m_clock, 200ms);
    QCOMPARE(errorName(tokens.accessToken(grantOf(urlOf(server)), false, m_cancellation)),
             QByteArray("Timeout"));
    // Bytes that come do not make it wait longer.
    TestHttpServer half([](const auto &) { return QByteArray("HTTP/1.1 200 OK\r\n"); });
    QVERIFY(!tokens.accessToken(grantOf(urlOf(half)), false, m_cancellation));
}

void OAuthTokensTest::cancelEndsTheWait()
{
    TestHttpServer server([](const auto &) { return QByteArray(); });
    OAuthTokens tokens(m_clock);
    Cancellation cancellation;
    const auto result =
        inWorker([&] { return tokens.accessToken(grantOf(urlOf(server)), false, cancellation); },
                 [&] {
                     QTRY_COMPARE(server.requests().size(), size_t(1));
                     cancellation.cancel();
                 });
    QCOMPARE(errorName(result), QByteArray("Cancelled"));
    QCOMPARE(errorName(tokens.accessToken(grantOf(urlOf(server)), false, cancellation)),
             QByteArray("Cancelled"));
    QCOMPARE(server.requests().size(), size_t(1));
}

// Two accounts, or a check and the doctor, with one grant: one question, and a cancel ends the wait for the
// other's too.
void OAuthTokensTest::waitsForTheQuestionOfAnotherThread()
{
    std::atomic<bool> answers{false};
    TestHttpServer server([&](const auto &) { return answers ? token("access") : QByteArray(); });
    OAuthTokens tokens(m_clock);
    Cancellation first, second;
    const auto ask = [&](Cancellation &cancellation) {
        return tokens.accessToken(grantOf(urlOf(server)), false, cancellation);
    };
    Result<QString> waiting = QString();
    const auto asking = inWorker([&] { return ask(first); },
                                 [&] {
                                     QTRY_COMPARE(server.requests().size(), size_t(1));
                                     waiting =
                                         inWorker([&] { return ask(second); }, [&] { second.cancel(); });
                                     answers = true;
                                     first.cancel();
                                 });
    QCOMPARE(errorName(waiting), QByteArray("Cancelled"));
    QCOMPARE(errorName(asking), QByteArray("Cancelled"));
    QCOMPARE(server.requests().size(), size_t(1));
    Cancellation third;
    QVERIFY(ask(third));
}

void OAuthTokensTest::certificateIsChecked()
{
    TestHttpServer server([](const auto &) { return token("access"); }, m_certificates.localhost());
    const QString url = urlOf(server, QStringLiteral("https"), QStringLiteral("localhost"));
    OAuthTokens tokens(m_clock);
    QCOMPARE(errorName(tokens.accessToken(grantOf(url), false, m_cancellation)), QByteArray("TlsFailed"));
    QVERIFY(server.requests().empty());
}

void OAuthTokensTest::goesThroughTheProxy_data()
{
    QTest::addColumn<bool>("socks");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("SOCKS5") << true << "proxy-pass" << QByteArray("none");
    QTest::newRow("HTTP") << false << "proxy-pass" << QByteArray("none");
    QTest::newRow("HTTP, wrong password") << false << "no" << QByteArray("ProxyFailed");
}

// The name is one that only the proxy knows.
void OAuthTokensTest::goesThroughTheProxy()
{
    QFETCH(const bool, socks);
    QFETCH(const QString, password);
    QFETCH(const QByteArray, error);
    const QSslConfiguration before = QSslConfiguration::defaultConfiguration();
    QSslConfiguration trusting = before;
    trusting.addCaCertificates(m_certificates.caFile());
    QSslConfiguration::setDefaultConfiguration(trusting);
    TestHttpServer server([](const auto &) { return token("access"); }, m_certificates.wrongHost());
    TestProxy::Settings settings;
    settings.kind = socks ? TestProxy::Kind::Socks5 : TestProxy::Kind::Http;
    settings.target = server.port();
    settings.user = "mia";
    settings.password = "proxy-pass";
    settings.saysItsName = false; // Qt's SOCKS5 misreads the name
    TestProxy proxy(settings);
    OAuthGrant grant = grantOf(QStringLiteral("https://mail.example.org:4433/token"));
    grant.proxy = {socks ? ProxySettings::Kind::Socks5 : ProxySettings::Kind::Http,
                   QStringLiteral("127.0.0.1"), proxy.port(), QStringLiteral("mia")};
    grant.proxyPassword = password;
    OAuthTokens tokens(m_clock, 10s);
    const auto result = tokens.accessToken(grant, false, m_cancellation);
    QSslConfiguration::setDefaultConfiguration(before);
    QCOMPARE(errorName(result), error);
    if (result) {
        QCOMPARE(*result, QStringLiteral("access"));
        // Of an HTTP proxy Qt asks without the password first.
        QCOMPARE(proxy.requests().last(), QByteArray("mail.example.org:4433"));
    }
    QCOMPARE(server.requests().size(), size_t(result ? 1 : 0));
}

void OAuthTokensTest::proxyIsNotAskedForLoopback()
{
    TestHttpServer server([](const auto &) { return token("access"); });
    TestProxy proxy({TestProxy::Kind::Http, server.port()});
    OAuthGrant grant = grantOf(urlOf(server));
    grant.proxy = {ProxySettings::Kind::Http, QStringLiteral("127.0.0.1"), proxy.port(), {}};
    OAuthTokens tokens(m_clock);
    QVERIFY(tokens.accessToken(grant, false, m_cancellation));
    QVERIFY(proxy.requests().isEmpty());
}

QTEST_GUILESS_MAIN(OAuthTokensTest)
#include "OAuthTokensTest.moc"
