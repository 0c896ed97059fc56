// SPDX-License-Identifier: GPL-3.0-or-later
#include "CheckedSession.h"
#include "CommandLine.h"
#include "DovecotServer.h"
#include "FakeClock.h"
#include "GeneratedMail.h"
#include "KerberosRealm.h"
#include "Reason.h"

#include <QFile>
#include <QTest>
#include <QTimer>

namespace
{

constexpr auto user = "mia", otherUser = "ben", ticketPassword = "for-the-ticket";

QByteArray errorName(const FetchReport &report)
{
    return report.error ? errorCodeName(report.error->code).toLatin1() : QByteArray("none");
}

} // namespace

// Signing in with a Kerberos ticket (R101): Debian's Dovecot, and a realm of MIT's made for this test.
class GssapiTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void ticketSignsIn_data();
    void ticketSignsIn();
    void missingTicketIsSaidAndNothingElseIsTried();
    void ticketOfAnotherIsRefused();
    void serverThatTheRealmDoesNotKnow();
    void ticketIsNotShownInTheClear();
    void commandLineNeedsNoPassword();
    void silentCentreIsNotWaitedForAfterACancel(); // last: it stays silent

private:
    FetchReport check(const ServerSettings &server);
    ServerSettings settings(ServerSecurity security = ServerSecurity::Tls) const;

    KerberosRealm m_realm;
    DovecotServer m_server;
    FakeClock m_clock;
    std::unique_ptr<QTemporaryDir> m_profile;
    std::unique_ptr<CheckedSession> m_session;
    AccountId m_account = 0;
    qsizetype m_logged = 0;
};

void GssapiTest::initTestCase()
{
    const auto realm = m_realm.start(QStringLiteral("pop/localhost"));
    if (!realm && realm.error().code == ErrorCode::NotFound &&
        !QFile::exists(QStringLiteral("/etc/debian_version")))
        QSKIP(reason(realm).constData());
    QVERIFY2(realm, reason(realm));
    for (const char *name : {user, otherUser})
        QVERIFY(m_realm.addUser(QLatin1String(name), QLatin1String(ticketPassword)));
    const auto keytab = m_realm.keytab();
    QVERIFY2(keytab, reason(keytab));
    const auto keytabFile = m_server.putFile(QStringLiteral("keytab"), *keytab);
    QVERIFY2(keytabFile, reason(keytabFile));
    DovecotSignIn signIn;
    signIn.mechanisms = "plain scram-sha-256 gssapi";
    signIn.passdbs = "auth_krb5_keytab = " + *keytabFile +
                     "\nauth_gssapi_hostname = localhost\npassdb {\n  driver = static\n  args = password=" +
                     DovecotServer::password().toUtf8() + "\n}\n";
    signIn.environment = KerberosRealm::environment();
    m_server.setSignIn(signIn);
    const auto started = m_server.start();
    QVERIFY2(started, reason(started));
    for (const char *name : {user, otherUser}) {
        auto maildir = m_server.maildir(QLatin1String(name));
        QVERIFY2(maildir, reason(maildir));
        QVERIFY(maildir->deliver(generatedMessage(3, 2'000)).has_value());
    }
}

void GssapiTest::init()
{
    m_realm.forgetTickets();
    m_session.reset();
    m_profile = std::make_unique<QTemporaryDir>();
    m_session = std::make_unique<CheckedSession>(m_profile->path(), m_clock);
    QVERIFY(m_session->open().has_value());
    m_logged = m_server.log().size();
}

ServerSettings GssapiTest::settings(ServerSecurity security) const
{
    ServerSettings server = m_server.settings(QLatin1String(user), security);
    server.signIn = SignIn::Gssapi;
    return server;
}

// The right password is known, and must be of no use.
FetchReport GssapiTest::check(const ServerSettings &server)
{
    const auto account = m_session->add(server, DovecotServer::password());
    if (!account)
        qFatal("%s", reason(account).constData());
    m_account = account->id;
    return m_session->check(m_account);
}

void GssapiTest::ticketSignsIn_data()
{
    QTest::addColumn<ServerSecurity>("security");
    QTest::newRow("TLS") << ServerSecurity::Tls;
    QTest::newRow("STLS") << ServerSecurity::StartTls;
}

void GssapiTest::ticketSignsIn()
{
    QFETCH(const ServerSecurity, security);
    const auto ticket = m_realm.signIn(QLatin1String(user), QLatin1String(ticketPassword));
    QVERIFY2(ticket, reason(ticket));
    const FetchReport report = check(settings(security));
    QVERIFY2(!report.error, reason(report) + m_server.log().mid(m_logged));
    QCOMPARE(report.fetched, 1);
    QCOMPARE(m_server.mechanismsAsked(m_logged), QByteArrayList{"GSSAPI"});
    QTRY_VERIFY(m_realm.log().contains("mia@POPLAR.TEST for pop/localhost@POPLAR.TEST"));
}

void GssapiTest::missingTicketIsSaidAndNothingElseIsTried()
{
    const FetchReport report = check(settings());
    QVERIFY2(errorName(report) == "TicketMissing", reason(report));
    QVERIFY(report.error->detail.startsWith(QStringLiteral("GSSAPI: ")));
    QCOMPARE(m_server.mechanismsAsked(m_logged), QByteArrayList());
    // Tickets come and go with the user's session: checks go on by themselves, and need no restart.
    QVERIFY(!m_session->session().pauseOf(m_account).stopped);
    const auto ticket = m_realm.signIn(QLatin1String(user), QLatin1String(ticketPassword));
    QVERIFY2(ticket, reason(ticket));
    const FetchReport again = m_session->check(m_account);
    QVERIFY2(!again.error, reason(again));
    QCOMPARE(again.fetched, 1);
}

void GssapiTest::ticketOfAnotherIsRefused()
{
    const auto ticket = m_realm.signIn(QLatin1String(otherUser), QLatin1String(ticketPassword));
    QVERIFY2(ticket, reason(ticket));
    const FetchReport report = check(settings());
    QVERIFY2(errorName(report) == "AuthRejected", reason(report));
    QCOMPARE(report.fetched, 0);
    QCOMPARE(m_server.mechanismsAsked(m_logged), QByteArrayList{"GSSAPI"});
}

// There is a ticket, but the realm gives none for this name of the server.
void GssapiTest::serverThatTheRealmDoesNotKnow()
{
    const auto ticket = m_realm.signIn(QLatin1String(user), QLatin1String(ticketPassword));
    QVERIFY2(ticket, reason(ticket));
    ServerSettings server = settings();
    server.host = QStringLiteral("127.0.0.1");
    const FetchReport report = check(server);
    QVERIFY2(errorName(report) == "TicketMissing", reason(report));
    QCOMPARE(m_server.mechanismsAsked(m_logged), QByteArrayList());
}

void GssapiTest::ticketIsNotShownInTheClear()
{
    const auto ticket = m_realm.signIn(QLatin1String(user), QLatin1String(ticketPassword));
    QVERIFY2(ticket, reason(ticket));
    const FetchReport report = check(settings(ServerSecurity::None));
    QVERIFY2(errorName(report) == "SignInNotOffered", reason(report));
    QCOMPARE(m_server.mechanismsAsked(m_logged), QByteArrayList());
}

void GssapiTest::commandLineNeedsNoPassword()
{
    CommandLine poplar(m_profile->filePath(QStringLiteral("command-line")));
    const auto say = [&](const char *arguments) {
        return poplar.run(QString::fromLatin1(arguments).split(QLatin1Char(' ')));
    };
    const ServerSettings server = settings();
    const QByteArray add = "account add --name here --auth gssapi --user mia --server localhost --port " +
                           QByteArray::number(server.port) + " --ca-file " + server.caFile.toLocal8Bit();
    const auto added = say(add);
    QVERIFY2(added.exitCode == 0, added.errors);
    for (const char *verb : {"account test here", "fetch"}) {
        const auto without = say(verb);
        QVERIFY(without.exitCode != 0);
        QVERIFY2(without.errors.contains("Kerberos ticket"), without.errors);
    }
    const auto ticket = m_realm.signIn(QLatin1String(user), QLatin1String(ticketPassword));
    QVERIFY2(ticket, reason(ticket));
    for (const char *verb : {"account test here", "account doctor here", "fetch"}) {
        const auto with = say(verb);
        QVERIFY2(with.exitCode == 0, with.output + with.errors);
    }
    QCOMPARE(m_server.mechanismsAsked(m_logged).join(' '), QByteArray("GSSAPI GSSAPI GSSAPI"));
}

void GssapiTest::silentCentreIsNotWaitedForAfterACancel()
{
    const auto ticket = m_realm.signIn(QLatin1String(user), QLatin1String(ticketPassword));
    QVERIFY2(ticket, reason(ticket));
    m_realm.fallSilent();
    MailSession &session = m_session->session();
    connect(&session, &MailSession::checkProgressed, this, [&](const FetchProgress &progress) {
        if (progress.phase == FetchProgress::Phase::SigningIn)
            QTimer::singleShot(100, &session, [&] { session.cancelCheck(m_account); });
    });
    const FetchReport report = check(settings());
    QVERIFY2(errorName(report) == "Cancelled", reason(report)); // and not, after its patience, TicketMissing
    QCOMPARE(m_server.mechanismsAsked(m_logged), QByteArrayList());
}

QTEST_GUILESS_MAIN(GssapiTest)
#include "GssapiTest.moc"
