// SPDX-License-Identifier: GPL-3.0-or-later
#include "CheckedSession.h"
#include "CommandLine.h"
#include "FakeClock.h"
#include "GeneratedMail.h"
#include "LogCatcher.h"
#include "OAuthDovecot.h"
#include "Reason.h"
#include "ScriptedPopServer.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <map>

namespace
{

constexpr auto user = "mia";

QByteArray errorName(const FetchReport &report)
{
    return report.error ? errorCodeName(report.error->code).toLatin1() : QByteArray("none");
}

} // namespace

// Access tokens from a token server on loopback, by whole checks of Debian's Dovecot, which asks that server
// whether they are good.
class OAuthTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void signsInAndFetches_data();
    void signsInAndFetches();
    void expiredTokenIsReplacedOnce_data() { signsInAndFetches_data(); }
    void expiredTokenIsReplacedOnce();
    void badTokensAreNotAskedForForEver_data() { signsInAndFetches_data(); }
    void badTokensAreNotAskedForForEver();
    void refusedGrantEndsTheCheck_data();
    void refusedGrantEndsTheCheck();
    void missingRefreshTokenIsSaid();
    void replacedRefreshTokenIsStored();
    void replacedRefreshTokenOutlivesTheProgram();
    void refreshTokenForThisTimeIsNotStored();
    void busyServerNeedsNoNewToken_data();
    void busyServerNeedsNoNewToken();
    void tokensGoNowhereInTheClear();
    void noTokenReachesALog_data() { signsInAndFetches_data(); }
    void noTokenReachesALog();

private:
    // Dovecot with this mechanism, and an account on it.
    void startServer(const QByteArray &mechanism);
    void launchServer(const QByteArray &mechanism);
    void addAccount(const ServerSettings &server);
    ServerSettings withOAuth(ServerSettings server) const;
    QString storedToken();

    FakeClock m_clock;
    OAuthProvider m_provider{user};
    std::map<QByteArray, std::unique_ptr<DovecotServer>> m_servers; // by their mechanisms
    DovecotServer *m_server = nullptr;
    qsizetype m_logged = 0; // by the server, before the test
    std::unique_ptr<QTemporaryDir> m_profile;
    std::unique_ptr<CheckedSession> m_session;
    Account m_account;
};

void OAuthTest::init()
{
    m_session.reset();
    m_provider.reset();
    m_profile = std::make_unique<QTemporaryDir>();
    m_session = std::make_unique<CheckedSession>(m_profile->path(), m_clock);
    QVERIFY(m_session->open().has_value());
}

void OAuthTest::startServer(const QByteArray &mechanism)
{
    std::unique_ptr<DovecotServer> &server = m_servers[mechanism];
    const bool isNew = !server;
    if (isNew)
        server = std::make_unique<DovecotServer>();
    m_server = server.get();
    if (isNew)
        launchServer(mechanism);
    m_logged = m_server->log().size();
    addAccount(withOAuth(m_server->settings(QLatin1String(user))));
}

void OAuthTest::launchServer(const QByteArray &mechanism)
{
    const auto started = startOAuthDovecot(*m_server, m_provider, mechanism);
    QVERIFY2(started, reason(started));
    auto maildir = m_server->maildir(QLatin1String(user));
    QVERIFY2(maildir, reason(maildir));
    QVERIFY(maildir->deliver(generatedMessage(1, 2'000)).has_value());
}

ServerSettings OAuthTest::withOAuth(ServerSettings server) const
{
    server.signIn = SignIn::OAuth;
    server.oauth = {m_provider.tokenUrl(), {}, {}, QStringLiteral("poplar"), {}, QStringLiteral("mail")};
    return server;
}

void OAuthTest::addAccount(const ServerSettings &server)
{
    const auto account = m_session->add(server, m_provider.refreshToken());
    QVERIFY2(account, reason(account));
    m_account = *account;
}

QString OAuthTest::storedToken()
{
    Cancellation cancellation;
    return m_session->secrets().read(m_account.uuid, cancellation).value_or(QString());
}

void OAuthTest::signsInAndFetches_data()
{
    QTest::addColumn<QByteArray>("mechanism");
    for (const char *name : {"OAUTHBEARER", "XOAUTH2"})
        QTest::newRow(name) << QByteArray(name);
}

void OAuthTest::signsInAndFetches()
{
    QFETCH(const QByteArray, mechanism);
    startServer(mechanism);
    const FetchReport first = m_session->check(m_account.id);
    QVERIFY2(!first.error, reason(first) + m_server->log());
    QCOMPARE(first.fetched, 1);
    QCOMPARE(errorName(m_session->check(m_account.id)), QByteArray("none"));
    QCOMPARE(m_provider.asked(), 1); // the token was still good
    QCOMPARE(m_server->mechanismsAsked(m_logged), (QByteArrayList{mechanism, mechanism}));

    // After STLS too; and a token that ends by the clock is replaced without a word of the server.
    Account account = m_account;
    account.server = withOAuth(m_server->settings(QLatin1String(user), ServerSecurity::StartTls));
    QVERIFY(m_session->change(account).has_value());
    m_clock.advance(3'600);
    const qsizetype before = m_server->log().size();
    QCOMPARE(errorName(m_session->check(m_account.id)), QByteArray("none"));
    QCOMPARE(m_provider.asked(), 2);
    QCOMPARE(m_server->mechanismsAsked(before), QByteArrayList{mechanism});
}

void OAuthTest::expiredTokenIsReplacedOnce()
{
    QFETCH(const QByteArray, mechanism);
    startServer(mechanism);
    QCOMPARE(errorName(m_session->check(m_account.id)), QByteArray("none"));
    m_provider.expireAccessTokens();
    const qsizetype before = m_server->log().size();
    const FetchReport report = m_session->check(m_account.id);
    QVERIFY2(!report.error, reason(report) + m_server->log().mid(before));
    QCOMPARE(m_provider.asked(), 2);
    QCOMPARE(m_server->mechanismsAsked(before), (QByteArrayList{mechanism, mechanism}));
    QVERIFY(!m_server->log().contains("refresh-1")); // that is for the provider alone
}

void OAuthTest::badTokensAreNotAskedForForEver()
{
    QFETCH(const QByteArray, mechanism);
    m_provider.setMood(OAuthProvider::Mood::GivesBadTokens);
    startServer(mechanism);
    const FetchReport report = m_session->check(m_account.id);
    QCOMPARE(errorName(report), QByteArray("AuthRejected"));
    for (const QByteArray &token : m_provider.given())
        QVERIFY(!reason(report).contains(token));
    QCOMPARE(m_provider.asked(), 2);
    QCOMPARE(m_server->mechanismsAsked(m_logged), (QByteArrayList{mechanism, mechanism}));
    QCOMPARE(storedToken(), QStringLiteral("refresh-1"));
    // It stops here until the user acts.
    QCOMPARE(m_session->session().pauseOf(m_account.id).stopped, std::optional(ErrorCode::AuthRejected));
}

void OAuthTest::refusedGrantEndsTheCheck_data()
{
    QTest::addColumn<OAuthProvider::Mood>("mood");
    QTest::addColumn<bool>("atOnce"); // else when the server has refused the first access token
    QTest::addColumn<QByteArray>("error");
    using Mood = OAuthProvider::Mood;
    QTest::newRow("refused at once") << Mood::Refuses << true << QByteArray("AuthRejected");
    QTest::newRow("refused later") << Mood::Refuses << false << QByteArray("AuthRejected");
    QTest::newRow("busy at once") << Mood::IsBusy << true << QByteArray("ServerTemporary");
    QTest::newRow("busy later") << Mood::IsBusy << false << QByteArray("ServerTemporary");
}

void OAuthTest::refusedGrantEndsTheCheck()
{
    QFETCH(const OAuthProvider::Mood, mood);
    QFETCH(const bool, atOnce);
    QFETCH(const QByteArray, error);
    startServer("OAUTHBEARER");
    if (!atOnce) {
        QCOMPARE(errorName(m_session->check(m_account.id)), QByteArray("none"));
        m_provider.expireAccessTokens();
    }
    m_provider.setMood(mood);
    const int before = m_provider.asked();
    QCOMPARE(errorName(m_session->check(m_account.id)), error);
    QCOMPARE(m_provider.asked(), before + 1);
    QCOMPARE(m_server->mechanismsAsked(m_logged).size(), atOnce ? 0 : 2); // the good one, and the expired one
    QCOMPARE(storedToken(), QStringLiteral("refresh-1"));
    // It was the provider's mood, and nothing was lost by it.
    m_provider.setMood(OAuthProvider::Mood::Grants);
    QCOMPARE(errorName(m_session->check(m_account.id)), QByteArray("none"));
}

void OAuthTest::missingRefreshTokenIsSaid()
{
    startServer("OAUTHBEARER");
    Cancellation cancellation;
    QVERIFY(m_session->secrets().remove(m_account.uuid, cancellation));
    QCOMPARE(errorName(m_session->check(m_account.id)), QByteArray("CredentialsMissing"));
    QCOMPARE(m_provider.asked(), 0);
    QCOMPARE(m_server->mechanismsAsked(m_logged), QByteArrayList());
}

void OAuthTest::replacedRefreshTokenIsStored()
{
    m_provider.setRotates();
    startServer("XOAUTH2");
    for (int check = 1; check <= 3; ++check) {
        QCOMPARE(errorName(m_session->check(m_account.id)), QByteArray("none"));
        QCOMPARE(storedToken(), QStringLiteral("refresh-%1").arg(check + 1));
        QCOMPARE(storedToken(), m_provider.refreshToken());
        m_provider.expireAccessTokens();
    }
    QCOMPARE(m_provider.asked(), 3);
    // The account's test in its dialog asks too.
    std::optional<Result<MailboxFacts>> facts;
    m_clock.advance(3'600);
    m_session->session().testServer(m_account.server, storedToken(), this,
                                    [&](Result<MailboxFacts> result) { facts.emplace(std::move(result)); });
    QVERIFY(CheckedSession::waitFor([&] { return facts.has_value(); }));
    QVERIFY2(facts->has_value(), reason(*facts));
    QCOMPARE((*facts)->signIn, QStringLiteral("XOAUTH2"));
    QCOMPARE(m_provider.refreshToken(), QStringLiteral("refresh-5"));
    QCOMPARE(storedToken(), m_provider.refreshToken());
    QCOMPARE(errorName(m_session->check(m_account.id)), QByteArray("none"));
    QCOMPARE(m_provider.asked(), 4);
}

// Each command is a program of its own, which knows nothing but what is stored.
void OAuthTest::replacedRefreshTokenOutlivesTheProgram()
{
    m_provider.setRotates();
    startServer("OAUTHBEARER");
    QTemporaryDir directory;
    QFile secret(directory.filePath(QStringLiteral("secret")));
    QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write("refresh-1\n") > 0);
    secret.close();
    CommandLine poplar(directory.filePath(QStringLiteral("profile")));
    const auto say = [&](const QString &arguments) { return poplar.run(arguments.split(QLatin1Char(' '))); };
    const ServerSettings &server = m_account.server;
    const auto added =
        say(QStringLiteral("account add --name here --auth oauth --user mia --server localhost --port %1 "
                           "--ca-file %2 --token-url %3 --client-id poplar --password-file %4 "
                           "--store-password-in-file")
                .arg(server.port)
                .arg(server.caFile, m_provider.tokenUrl(), secret.fileName()));
    QVERIFY2(added.exitCode == 0, added.errors);
    int asked = 0;
    for (const char *verb :
         {"fetch", "account test here", "fetch", "account doctor here", "account test here", "fetch"}) {
        const auto outcome = say(QLatin1String(verb));
        QVERIFY2(outcome.exitCode == 0, QByteArray(verb) + ": " + outcome.output + outcome.errors);
        QVERIFY(!(outcome.output + outcome.errors).contains("access-token"));
        QCOMPARE(m_provider.asked(), ++asked);
    }
}

// The user did not want it to be remembered.
void OAuthTest::refreshTokenForThisTimeIsNotStored()
{
    m_provider.setRotates();
    startServer("OAUTHBEARER");
    Cancellation cancellation;
    QVERIFY(m_session->secrets().remove(m_account.uuid, cancellation));
    m_session->session().usePassword(m_account.id, QStringLiteral("refresh-1"));
    for (int check = 0; check < 2; ++check) {
        QCOMPARE(errorName(m_session->check(m_account.id)), QByteArray("none"));
        m_provider.expireAccessTokens();
    }
    QCOMPARE(m_provider.refreshToken(), QStringLiteral("refresh-3"));
    QCOMPARE(storedToken(), QString());
}

void OAuthTest::busyServerNeedsNoNewToken_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("in use") << QByteArray("-ERR [IN-USE] another session\r\n") << QByteArray("MailboxBusy");
    QTest::newRow("trouble") << QByteArray("-ERR [SYS/TEMP] later\r\n") << QByteArray("ServerTemporary");
    QTest::newRow("too soon") << QByteArray("-ERR [LOGIN-DELAY] wait\r\n") << QByteArray("LoginTooSoon");
}

void OAuthTest::busyServerNeedsNoNewToken()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const QByteArray, error);
    TestCertificates certificates;
    ScriptedPopServer server(
        [&](ScriptedPopServer::Peer &peer) {
            peer.send("+OK ready\r\n");
            peer.receiveLine();
            peer.send("+OK\r\nRESP-CODES\r\nSASL XOAUTH2\r\n.\r\n");
            peer.receiveLine();
            peer.send("+ \r\n");
            peer.receiveLine();
            peer.send(answer);
            peer.receiveLine();
        },
        ScriptedPopServer::Security::Tls, certificates.localhost());
    ServerSettings settings;
    settings.host = QStringLiteral("localhost");
    settings.port = server.port();
    settings.user = QLatin1String(user);
    settings.caFile = certificates.caFile();
    addAccount(withOAuth(settings));
    const FetchReport report = m_session->check(m_account.id);
    QVERIFY2(errorName(report) == error, reason(report));
    QCOMPARE(m_provider.asked(), 1);
    QCOMPARE(server.connections(), 1);
    server.waitForDisconnect();
    const QByteArrayList received = server.received();
    QCOMPARE(std::count_if(received.begin(), received.end(),
                           [](const QByteArray &line) { return line.startsWith("AUTH"); }),
             1);
}

void OAuthTest::tokensGoNowhereInTheClear()
{
    startServer("OAUTHBEARER XOAUTH2");
    m_account.server = withOAuth(m_server->settings(QLatin1String(user), ServerSecurity::None));
    QVERIFY(m_session->change(m_account).has_value());
    QCOMPARE(errorName(m_session->check(m_account.id)), QByteArray("SignInNotOffered"));
    QCOMPARE(m_server->mechanismsAsked(m_logged), QByteArrayList());
}

void OAuthTest::noTokenReachesALog()
{
    QFETCH(const QByteArray, mechanism);
    m_provider.setRotates();
    startServer(mechanism);
    LogCatcher catcher;
    for (const char *error : {"none", "none", "AuthRejected"}) { // given, replaced, and refused
        if (QByteArray(error) == "AuthRejected")
            m_provider.setMood(OAuthProvider::Mood::Refuses);
        QCOMPARE(errorName(m_session->check(m_account.id)), QByteArray(error));
        m_provider.expireAccessTokens();
    }
    const QByteArray log = catcher.text();
    QVERIFY(log.contains("AUTH " + mechanism) && log.contains("***"));
    QCOMPARE(tellingCommands(log).join('\n'), QByteArray());
    QVERIFY2(!log.contains("access-token") && !log.contains("refresh-"), log);
    for (const QByteArray &token : m_provider.given())
        for (int begin = 0; begin < 3; ++begin) // wherever it stands in what base64 made of it
            QVERIFY2(!log.contains(QByteArray(begin, ' ').append(token).toBase64().mid(4, 12)), log);
}

QTEST_GUILESS_MAIN(OAuthTest)
#include "OAuthTest.moc"
