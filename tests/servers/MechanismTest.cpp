// SPDX-License-Identifier: GPL-3.0-or-later
#include "CheckedSession.h"
#include "DovecotServer.h"
#include "FakeClock.h"
#include "GeneratedMail.h"
#include "LogCatcher.h"
#include "Reason.h"
#include "StoredMail.h"

#include <QTest>

namespace
{

constexpr auto user = "mia", accentedUser = "ulla", spacedUser = "sven";
// Not all of it is in Latin-1, where DIGEST-MD5 would leave UTF-8 (RFC 2831 §2.1.2.1) and Dovecot does not.
constexpr auto accented = "p\xC4\x85ssw\xC3\xB6rd", spaced = "a b  c,d=e\"f\\g";

struct Way {
    const char *name;
    SignIn signIn;
    const char *mechanism; // as Dovecot logs it
};

constexpr Way ways[] = {
    {"USER", SignIn::UserPass, "PLAIN"},
    {"PLAIN", SignIn::SaslPlain, "PLAIN"},
    {"LOGIN", SignIn::Login, "LOGIN"},
    {"CRAM-MD5", SignIn::CramMd5, "CRAM-MD5"},
    {"DIGEST-MD5", SignIn::DigestMd5, "DIGEST-MD5"},
    {"SCRAM-SHA-1", SignIn::ScramSha1, "SCRAM-SHA-1"},
    {"SCRAM-SHA-256", SignIn::ScramSha256, "SCRAM-SHA-256"},
    {"APOP", SignIn::Apop, "APOP"},
};

QByteArray errorName(const FetchReport &report)
{
    return report.error ? errorCodeName(report.error->code).toLatin1() : QByteArray("none");
}

} // namespace

// Every way of signing in that Debian's Dovecot has, by whole checks. (OAuthTest and GssapiTest have the
// rest.)
class MechanismTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void signsInAndFetches_data();
    void signsInAndFetches();
    void wrongPasswordIsSaidAndNothingElseIsTried_data() { signsInAndFetches_data(); }
    void wrongPasswordIsSaidAndNothingElseIsTried();
    void oddPasswordsSignIn_data();
    void oddPasswordsSignIn();
    void automaticTakesTheBest_data();
    void automaticTakesTheBest();
    void certificateSignsIn_data();
    void certificateSignsIn();
    void certificateThatIsNotGoodEnough_data();
    void certificateThatIsNotGoodEnough();
    void savedPasswordOutlivesARefusal();
    void noSecretReachesALogWhateverTheWay_data();
    void noSecretReachesALogWhateverTheWay();

private:
    ServerSettings settings(SignIn signIn, ServerSecurity security = ServerSecurity::Tls) const;
    // Checks an account once, and expects the one message where there is to be no error.
    void check(const ServerSettings &server, const QString &password, const QByteArray &error,
               const QByteArrayList &asked);

    DovecotServer m_server;
    QByteArray m_mail = generatedMessage(7, 3'000);
    FakeClock m_clock;
    std::unique_ptr<QTemporaryDir> m_profile;
};

void MechanismTest::initTestCase()
{
    const QByteArray password = DovecotServer::password().toUtf8();
    const auto users = m_server.putFile(
        QStringLiteral("users"), QByteArray(user) + ":{PLAIN}" + password + '\n' + accentedUser + ":{PLAIN}" +
                                     accented + '\n' + spacedUser + ":{PLAIN}" + spaced + '\n');
    const auto owners = m_server.putFile(QStringLiteral("owners"), QByteArray(user) + ":::::::nopassword\n");
    QVERIFY(users && owners);
    DovecotSignIn signIn;
    signIn.mechanisms = "plain login cram-md5 digest-md5 scram-sha-1 scram-sha-256 apop external";
    signIn.passdbs = "ssl_ca = <@CA@\nssl_verify_client_cert = yes\nssl_require_crl = no\n"
                     "auth_ssl_username_from_cert = yes\n"
                     "passdb {\n  driver = passwd-file\n  args = " +
                     *owners +
                     "\n  mechanisms = external\n}\n"
                     "passdb {\n  driver = passwd-file\n  args = " +
                     *users +
                     "\n  mechanisms = plain login cram-md5 digest-md5 scram-sha-1 scram-sha-256 apop\n}\n";
    m_server.setSignIn(signIn);
    const auto started = m_server.start();
    QVERIFY2(started, reason(started));
    for (const char *name : {user, accentedUser, spacedUser}) {
        auto maildir = m_server.maildir(QLatin1String(name));
        QVERIFY2(maildir, reason(maildir));
        QVERIFY(maildir->deliver(m_mail).has_value());
    }
}

void MechanismTest::init()
{
    m_profile = std::make_unique<QTemporaryDir>();
    QVERIFY(m_profile->isValid());
}

ServerSettings MechanismTest::settings(SignIn signIn, ServerSecurity security) const
{
    ServerSettings server = m_server.settings(QLatin1String(user), security);
    server.signIn = signIn;
    return server;
}

void MechanismTest::check(const ServerSettings &server, const QString &password, const QByteArray &error,
                          const QByteArrayList &asked)
{
    CheckedSession session(m_profile->path(), m_clock);
    QVERIFY(session.open().has_value());
    const auto account = session.add(server, password);
    QVERIFY2(account, reason(account));
    const qsizetype before = m_server.log().size();
    const FetchReport report = session.check(account->id);
    QVERIFY2(errorName(report) == error, reason(report) + '\n' + m_server.log().mid(before));
    QCOMPARE(m_server.mechanismsAsked(before).join(' '), asked.join(' '));
    QCOMPARE(report.fetched, report.error ? 0 : 1);
    const auto stored = readStoredMail(m_profile->path());
    QVERIFY2(stored, reason(stored));
    QCOMPARE(stored->size(), size_t(report.error ? 0 : 1));
    if (!report.error)
        QCOMPARE(generatedNumber(stored->front().bytes), 7);
}

void MechanismTest::signsInAndFetches_data()
{
    QTest::addColumn<SignIn>("signIn");
    QTest::addColumn<ServerSecurity>("security");
    QTest::addColumn<QByteArray>("mechanism");
    for (const Way &way : ways) {
        QTest::newRow(way.name) << way.signIn << ServerSecurity::Tls << QByteArray(way.mechanism);
        // Its timestamp came in the clear, so that APOP has none after STLS.
        if (way.signIn != SignIn::Apop)
            QTest::addRow("%s after STLS", way.name)
                << way.signIn << ServerSecurity::StartTls << QByteArray(way.mechanism);
    }
}

void MechanismTest::signsInAndFetches()
{
    QFETCH(const SignIn, signIn);
    QFETCH(const ServerSecurity, security);
    QFETCH(const QByteArray, mechanism);
    check(settings(signIn, security), DovecotServer::password(), "none", {mechanism});
}

void MechanismTest::wrongPasswordIsSaidAndNothingElseIsTried()
{
    QFETCH(const SignIn, signIn);
    QFETCH(const ServerSecurity, security);
    QFETCH(const QByteArray, mechanism);
    check(settings(signIn, security), QStringLiteral("wrong"), "AuthRejected", {mechanism});
}

void MechanismTest::oddPasswordsSignIn_data()
{
    QTest::addColumn<SignIn>("signIn");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QByteArray>("mechanism"); // empty: not offered for this password
    for (const Way &way : ways) {
        // Outside of SASL only where the server announces UTF8 USER (RFC 6856 §2.2); Dovecot does not.
        const bool isSasl = way.signIn != SignIn::UserPass && way.signIn != SignIn::Apop;
        QTest::addRow("%s, accents", way.name)
            << way.signIn << QString::fromLatin1(accentedUser) << QString::fromUtf8(accented)
            << (isSasl ? QByteArray(way.mechanism) : QByteArray());
        QTest::addRow("%s, spaces", way.name) << way.signIn << QString::fromLatin1(spacedUser)
                                              << QString::fromUtf8(spaced) << QByteArray(way.mechanism);
    }
}

void MechanismTest::oddPasswordsSignIn()
{
    QFETCH(const SignIn, signIn);
    QFETCH(const QString, name);
    QFETCH(const QString, password);
    QFETCH(const QByteArray, mechanism);
    ServerSettings server = settings(signIn);
    server.user = name;
    if (mechanism.isEmpty())
        check(server, password, "SignInNotOffered", {});
    else
        check(server, password, "none", {mechanism});
}

void MechanismTest::automaticTakesTheBest_data()
{
    QTest::addColumn<ServerSecurity>("security");
    QTest::addColumn<bool>("right");
    QTest::addColumn<QByteArrayList>("asked");
    using List = QByteArrayList;
    QTest::newRow("TLS") << ServerSecurity::Tls << true << List{"SCRAM-SHA-256"};
    QTest::newRow("STLS") << ServerSecurity::StartTls << true << List{"SCRAM-SHA-256"};
    QTest::newRow("in the clear") << ServerSecurity::None << true << List{"SCRAM-SHA-256"};
    // A server that keeps a hash of another kind refuses SCRAM whatever the password; under TLS one more is
    // tried. In the clear nothing ever follows that shows the password.
    QTest::newRow("TLS, wrong password") << ServerSecurity::Tls << false << List{"SCRAM-SHA-256", "PLAIN"};
    QTest::newRow("in the clear, wrong password") << ServerSecurity::None << false << List{"SCRAM-SHA-256"};
}

void MechanismTest::automaticTakesTheBest()
{
    QFETCH(const ServerSecurity, security);
    QFETCH(const bool, right);
    QFETCH(const QByteArrayList, asked);
    check(settings(SignIn::Automatic, security), right ? DovecotServer::password() : QStringLiteral("wrong"),
          right ? "none" : "AuthRejected", asked);
}

void MechanismTest::certificateSignsIn_data()
{
    QTest::addColumn<SignIn>("signIn");
    QTest::addColumn<ServerSecurity>("security");
    QTest::addColumn<QString>("passphrase"); // of the key; empty: it has none
    QTest::addColumn<bool>("pkcs12");
    QTest::newRow("TLS") << SignIn::External << ServerSecurity::Tls << "" << false;
    QTest::newRow("STLS") << SignIn::External << ServerSecurity::StartTls << "" << false;
    QTest::newRow("automatic") << SignIn::Automatic << ServerSecurity::Tls << "" << false;
    QTest::newRow("encrypted key") << SignIn::External << ServerSecurity::Tls << "of the key" << false;
    QTest::newRow("PKCS #12") << SignIn::External << ServerSecurity::Tls << "of the key" << true;
}

void MechanismTest::certificateSignsIn()
{
    QFETCH(const SignIn, signIn);
    QFETCH(const ServerSecurity, security);
    QFETCH(const QString, passphrase);
    QFETCH(const bool, pkcs12);
    ServerSettings server = settings(signIn, security);
    TestCertificates &certificates = m_server.certificates();
    server.clientCertificate = pkcs12 ? certificates.clientPkcs12(QLatin1String(user), passphrase)
                                      : certificates.clientPem(QLatin1String(user), passphrase);
    QVERIFY(!server.clientCertificate.isEmpty());
    if (!passphrase.isEmpty()) {
        check(server, QStringLiteral("wrong"), "InvalidArgument", {});
        init();
    }
    check(server, passphrase, "none", {"EXTERNAL"});
}

void MechanismTest::certificateThatIsNotGoodEnough_data()
{
    QTest::addColumn<QString>("owner");
    QTest::addColumn<bool>("ofTheAuthority");
    QTest::newRow("another user's") << "ben" << true;
    QTest::newRow("of an unknown authority") << user << false;
}

void MechanismTest::certificateThatIsNotGoodEnough()
{
    QFETCH(const QString, owner);
    QFETCH(const bool, ofTheAuthority);
    TestCertificates others;
    ServerSettings server = settings(SignIn::External);
    server.clientCertificate = (ofTheAuthority ? m_server.certificates() : others).clientPem(owner);
    // The right password is known, and is of no use.
    check(server, DovecotServer::password(), "AuthRejected", {"EXTERNAL"});
}

// R104: the server's word is no reason to forget a password that the user has had stored.
void MechanismTest::savedPasswordOutlivesARefusal()
{
    ServerSettings server = settings(SignIn::SaslPlain);
    CheckedSession session(m_profile->path(), m_clock);
    QVERIFY(session.open().has_value());
    auto account = session.add(server, DovecotServer::password());
    QVERIFY2(account, reason(account));
    account->server.user = QStringLiteral("nobody");
    QVERIFY(session.change(*account).has_value());
    for (int refusals = 0; refusals < 3; ++refusals)
        QCOMPARE(errorName(session.check(account->id)), QByteArray("AuthRejected"));
    Cancellation cancellation;
    QCOMPARE(session.secrets().read(account->uuid, cancellation).value_or(QString()),
             DovecotServer::password());
    account->server.user = QLatin1String(user);
    QVERIFY(session.change(*account).has_value());
    QCOMPARE(errorName(session.check(account->id)), QByteArray("none"));
}

void MechanismTest::noSecretReachesALogWhateverTheWay_data()
{
    QTest::addColumn<SignIn>("signIn");
    QTest::addColumn<QByteArray>("mechanism");
    QTest::addColumn<bool>("right");
    for (const Way &way : ways)
        for (const bool right : {true, false})
            QTest::addRow("%s, %s", way.name, right ? "right" : "wrong")
                << way.signIn << QByteArray(way.mechanism) << right;
}

void MechanismTest::noSecretReachesALogWhateverTheWay()
{
    QFETCH(const SignIn, signIn);
    QFETCH(const QByteArray, mechanism);
    QFETCH(const bool, right);
    const QString password = right ? DovecotServer::password() : QStringLiteral("wrong-Secret-81");
    LogCatcher catcher;
    check(settings(signIn), password, right ? "none" : "AuthRejected", {mechanism});
    const QByteArray log = catcher.text();
    QVERIFY(log.contains("C: ") && log.contains("***"));
    QCOMPARE(tellingCommands(log).join('\n'), QByteArray());
    for (const QByteArray &secret :
         {password.toUtf8(), password.toUtf8().toBase64(), password.toUtf8().toHex()})
        QVERIFY2(!log.contains(secret), log);
}

QTEST_GUILESS_MAIN(MechanismTest)
#include "MechanismTest.moc"
