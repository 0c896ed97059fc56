// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountSetup.h"
#include "CheckedSession.h"
#include "CommandLine.h"
#include "FakeClock.h"
#include "GeneratedMail.h"
#include "OAuthDovecot.h"
#include "Reason.h"
#include "TestBrowser.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace
{
constexpr auto user = "mia";

QByteArray errorName(const FetchReport &report)
{
    return report.error ? errorCodeName(report.error->code).toLatin1() : QByteArray("none");
}
} // namespace

// From the provider's page in a browser to mail: the authorization server checks every step, and Dovecot asks
// it whether the access token is good.
class BrowserPermissionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void permissionFetchesMail();
    void revokedPermissionAsksOnce();
    void permissionTakesThePlaceOfThatOfTheSession();
    void signingOutEndsIt();
    void commandLineSignsInAndOut();

private:
    Account newAccount() const;
    Result<Account> addSignedIn();
    FetchReport check(AccountId account) { return m_session->check(account); }
    AccountSetup &setup() { return m_session->session().setup(); }
    Result<void> signInAgain(AccountId account);

    FakeClock m_clock;
    OAuthProvider m_provider{user};
    DovecotServer m_server;
    std::unique_ptr<TestBrowser> m_browser;
    std::unique_ptr<QTemporaryDir> m_profile;
    std::unique_ptr<CheckedSession> m_session;
};

void BrowserPermissionTest::initTestCase()
{
    const auto started = startOAuthDovecot(m_server, m_provider, "OAUTHBEARER");
    QVERIFY2(started, reason(started));
    auto maildir = m_server.maildir(QLatin1String(user));
    QVERIFY2(maildir, reason(maildir));
    QVERIFY(maildir->deliver(generatedMessage(1, 2'000)).has_value());
}

void BrowserPermissionTest::init()
{
    m_session.reset();
    m_provider.reset();
    m_browser = std::make_unique<TestBrowser>();
    m_profile = std::make_unique<QTemporaryDir>();
    m_session = std::make_unique<CheckedSession>(m_profile->path(), m_clock);
    QVERIFY(m_session->open().has_value());
}

Account BrowserPermissionTest::newAccount() const
{
    Account account;
    account.name = QLatin1String(user);
    account.email = QStringLiteral("mia@example.net");
    account.server = m_server.settings(QLatin1String(user));
    account.server.signIn = SignIn::OAuth;
    account.server.oauth = {m_provider.tokenUrl(),
                            m_provider.authorizationUrl(),
                            m_provider.revocationUrl(),
                            QStringLiteral("poplar"),
                            {},
                            QStringLiteral("mail")};
    return account;
}

// As the wizard does: the permission first, then the account with it.
Result<Account> BrowserPermissionTest::addSignedIn()
{
    const Account account = newAccount();
    std::optional<Result<QString>> token;
    setup().signInByBrowser(
        {account.server.oauth, account.email}, this, [this](const QUrl &page) { m_browser->visit(page); },
        [&](Result<QString> result) { token.emplace(std::move(result)); });
    CheckedSession::waitFor([&] { return token.has_value(); });
    TRY(const QString refreshToken, std::move(*token));
    return m_session->add(account.server, refreshToken);
}

Result<void> BrowserPermissionTest::signInAgain(AccountId account)
{
    std::optional<Result<void>> done;
    setup().signInAgain(
        account, this, [this](const QUrl &page) { m_browser->visit(page); },
        [&](Result<void> result) { done.emplace(std::move(result)); });
    CheckedSession::waitFor([&] { return done.has_value(); });
    return std::move(*done);
}

void BrowserPermissionTest::permissionFetchesMail()
{
    const auto account = addSignedIn();
    QVERIFY2(account, reason(account));
    const FetchReport report = check(account->id);
    QVERIFY2(!report.error, reason(report) + m_server.log());
    QCOMPARE(report.fetched, 1);
    QCOMPARE(m_provider.complaints(), QStringList());
    QCOMPARE(m_provider.asked(), 1);
    QVERIFY(!m_server.log().contains("refresh-")); // that is for the provider alone
}

// Its user took it back on the provider's page: he is asked once, and neither server is asked again until he
// has answered.
void BrowserPermissionTest::revokedPermissionAsksOnce()
{
    const auto account = addSignedIn();
    QVERIFY2(account, reason(account));
    QCOMPARE(errorName(check(account->id)), QByteArray("none"));
    m_provider.revoke();
    const int asked = m_provider.asked();
    int reports = 0;
    connect(&m_session->session(), &MailSession::checkFinished, this, [&reports] { ++reports; });
    QCOMPARE(errorName(check(account->id)), QByteArray("AuthRejected"));
    QCOMPARE(m_provider.asked(), asked + 1);
    QCOMPARE(reports, 1);
    const qsizetype logged = m_server.log().size();
    // What the timer does from now on, for a day.
    for (int hour = 0; hour < 24; ++hour) {
        m_clock.advance(3'600);
        QCOMPARE(m_session->session().pauseOf(account->id).stopped, std::optional(ErrorCode::AuthRejected));
        m_session->session().check(account->id, MailSession::Occasion::Timer);
        QVERIFY(!m_session->session().isChecking(account->id));
    }
    QCoreApplication::processEvents();
    QCOMPARE(reports, 1);
    QCOMPARE(m_provider.asked(), asked + 1);
    QCOMPARE(m_server.mechanismsAsked(logged), QByteArrayList());
    // He answers, and mail comes again.
    const auto signedIn = signInAgain(account->id);
    QVERIFY2(signedIn, reason(signedIn));
    QVERIFY(!m_session->session().pauseOf(account->id).stopped);
    QCOMPARE(errorName(check(account->id)), QByteArray("none"));
}

// What was entered for this session would else be used on, and what replaces it would never be kept.
void BrowserPermissionTest::permissionTakesThePlaceOfThatOfTheSession()
{
    m_provider.setRotates();
    const auto account = addSignedIn();
    QVERIFY2(account, reason(account));
    m_session->session().usePassword(account->id, m_provider.refreshToken());
    QCOMPARE(errorName(check(account->id)), QByteArray("none"));
    m_provider.revoke();
    QCOMPARE(errorName(check(account->id)), QByteArray("AuthRejected"));
    const auto signedIn = signInAgain(account->id);
    QVERIFY2(signedIn, reason(signedIn));
    QCOMPARE(errorName(check(account->id)), QByteArray("none"));
    Cancellation cancellation;
    QCOMPARE(m_session->secrets().read(account->uuid, cancellation).value_or(QString()),
             m_provider.refreshToken());
}

void BrowserPermissionTest::signingOutEndsIt()
{
    const auto account = addSignedIn();
    QVERIFY2(account, reason(account));
    QCOMPARE(errorName(check(account->id)), QByteArray("none"));
    std::optional<Result<void>> done;
    setup().signOut(account->id, this, [&](Result<void> result) { done.emplace(std::move(result)); });
    QVERIFY(CheckedSession::waitFor([&] { return done.has_value(); }));
    QVERIFY2(done->has_value(), reason(*done));
    QCOMPARE(m_provider.revoked(), 1);
    const qsizetype logged = m_server.log().size();
    QCOMPARE(errorName(check(account->id)), QByteArray("CredentialsMissing"));
    QCOMPARE(m_server.mechanismsAsked(logged), QByteArrayList());
}

void BrowserPermissionTest::commandLineSignsInAndOut()
{
    const QTemporaryDir directory;
    CommandLine poplar(directory.filePath(QStringLiteral("profile")));
    const auto say = [&](const QString &arguments) { return poplar.run(arguments.split(u' ')); };
    const auto added =
        say(QStringLiteral("account add --name here --auth oauth --user mia --server localhost "
                           "--port %1 --ca-file %2 --client-id poplar --token-url %3 "
                           "--authorization-url %4 --revocation-url %5 --scope mail")
                .arg(m_server.tlsPort())
                .arg(m_server.caFile(), m_provider.tokenUrl(), m_provider.authorizationUrl(),
                     m_provider.revocationUrl()));
    QVERIFY2(added.exitCode == 0, added.errors);
    QVERIFY(say(QStringLiteral("fetch")).exitCode != 0); // nobody has signed in

    const auto program = poplar.start({QStringLiteral("account"), QStringLiteral("sign-in"),
                                       QStringLiteral("here"), QStringLiteral("--browser"),
                                       QStringLiteral("--store-password-in-file"), QStringLiteral("--json")});
    QByteArray output;
    QTRY_VERIFY_WITH_TIMEOUT((output += program->readAllStandardOutput()).contains('\n'), 60'000);
    const QString page = QJsonDocument::fromJson(output).object()[QStringLiteral("open")].toString();
    QVERIFY2(page.startsWith(m_provider.authorizationUrl()), output);
    m_browser->visit(QUrl(page));
    QTRY_COMPARE_WITH_TIMEOUT(program->state(), QProcess::NotRunning, 60'000);
    output += program->readAllStandardOutput() + program->readAllStandardError();
    QVERIFY2(program->exitCode() == 0, output);
    QVERIFY2(!output.contains("refresh-") && !output.contains("access-token"), output);
    QCOMPARE(m_provider.complaints(), QStringList());

    const auto fetched = say(QStringLiteral("fetch"));
    QVERIFY2(fetched.exitCode == 0, fetched.output + fetched.errors);
    QCOMPARE(say(QStringLiteral("account sign-out here")).exitCode, 0);
    QCOMPARE(m_provider.revoked(), 1);
    QVERIFY(say(QStringLiteral("fetch")).exitCode != 0);
    // A provider that is known fills in the rest.
    QFile secret(directory.filePath(QStringLiteral("client-secret")));
    QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write("of-the-client\n") > 0 && secret.flush());
    QCOMPARE(
        say(QStringLiteral("account client google 1-a.example.org --client-secret-file ") + secret.fileName())
            .exitCode,
        0);
    const auto google =
        say(QStringLiteral("account add --name g --oauth-provider google --user g@example.org "
                           "--server pop.example.org --json"));
    QVERIFY2(google.exitCode == 0, google.errors);
    QVERIFY2(google.output.contains("1-a.example.org") && google.output.contains("accounts.google.com"),
             google.output);
    QCOMPARE(say(QStringLiteral("account client nobody id")).exitCode, 2);
    QCOMPARE(say(QStringLiteral("account client google --client-secret-file ") + secret.fileName()).exitCode,
             2);
    QCOMPARE(say(QStringLiteral("account sign-in here")).exitCode, 2);
}

QTEST_GUILESS_MAIN(BrowserPermissionTest)
#include "BrowserPermissionTest.moc"
