// SPDX-License-Identifier: GPL-3.0-or-later
#include "CheckedSession.h"
#include "Clock.h"
#include "CommandLine.h"
#include "DovecotServer.h"
#include "GeneratedMail.h"
#include "LogCatcher.h"
#include "Reason.h"
#include "ScriptedPopServer.h"

#include <QTest>

namespace
{
// The forms in which a password travels: itself, and in AUTH PLAIN (RFC 4616).
QByteArrayList formsOf(const QString &user, const QString &password)
{
    const QByteArray plain = '\0' + user.toUtf8() + '\0' + password.toUtf8();
    return {password.toUtf8(), password.toUtf8().toBase64(),
            plain.toBase64(),  plain.toBase64(QByteArray::OmitTrailingEquals),
            plain.toHex(),     password.toUtf8().toHex()};
}

QByteArray errorName(const FetchReport &report)
{
    return report.error ? errorCodeName(report.error->code).toLatin1() : QByteArray("none");
}
} // namespace

// No credential leaves before the certificate is good, and none ever reaches a log.
class CredentialsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void unknownAuthorityIsRefusedBeforeSignIn_data();
    void unknownAuthorityIsRefusedBeforeSignIn();
    void wrongCertificateIsRefusedBeforeSignIn_data();
    void wrongCertificateIsRefusedBeforeSignIn();
    void passwordNeverReachesALog_data();
    void passwordNeverReachesALog();
    void passwordNeverReachesTheOutputOfTheCommandLine();

private:
    DovecotServer m_server;
    TestCertificates m_certificates;
    SystemClock m_clock;
};

void CredentialsTest::initTestCase()
{
    QVERIFY(m_certificates.isValid());
    const auto started = m_server.start();
    QVERIFY2(started, reason(started));
}

void CredentialsTest::unknownAuthorityIsRefusedBeforeSignIn_data()
{
    QTest::addColumn<ServerSecurity>("security");
    QTest::newRow("tls") << ServerSecurity::Tls;
    QTest::newRow("starttls") << ServerSecurity::StartTls;
}

void CredentialsTest::unknownAuthorityIsRefusedBeforeSignIn()
{
    QFETCH(const ServerSecurity, security);
    const QString user = QLatin1String("unknown-") + QLatin1String(QTest::currentDataTag());
    QVERIFY(m_server.maildir(user).has_value());
    const QTemporaryDir profile;
    CheckedSession session(profile.path(), m_clock);
    QVERIFY(session.open().has_value());
    ServerSettings settings = m_server.settings(user, security);
    settings.caFile.clear(); // nobody has told us of Dovecot's authority
    auto account = session.add(settings, DovecotServer::password());
    QVERIFY2(account, reason(account));
    const FetchReport report = session.check(account->id);
    QCOMPARE(errorName(report), QByteArray("CertificateUntrusted"));
    QVERIFY(!report.error->chain.isEmpty());
    QVERIFY2(!m_server.log().contains(user.toUtf8()), m_server.log());

    // With the authority the same account signs in, so that the refusal had this one cause.
    account->server.caFile = m_server.caFile();
    QVERIFY(session.change(*account).has_value());
    QCOMPARE(errorName(session.check(account->id)), QByteArray("none"));
    QTRY_VERIFY(
        m_server.log().contains("Login: user=<" + user.toUtf8())); // Dovecot writes it when it comes to it
}

void CredentialsTest::wrongCertificateIsRefusedBeforeSignIn_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::newRow("wrong host") << QByteArray("wrong-host");
    QTest::newRow("expired") << QByteArray("expired");
    QTest::newRow("self-signed") << QByteArray("self-signed");
}

void CredentialsTest::wrongCertificateIsRefusedBeforeSignIn()
{
    QFETCH(const QByteArray, kind);
    const ServerIdentity identity = kind == "expired"      ? m_certificates.expired()
                                    : kind == "wrong-host" ? m_certificates.wrongHost()
                                                           : m_certificates.selfSigned();
    ScriptedPopServer server(
        [](ScriptedPopServer::Peer &peer) {
            peer.send("+OK ready\r\n");
            for (;;) {
                peer.receiveLine();
                peer.send("+OK\r\n.\r\n");
            }
        },
        ScriptedPopServer::Security::Tls, identity);
    const QTemporaryDir profile;
    CheckedSession session(profile.path(), m_clock);
    QVERIFY(session.open().has_value());
    ServerSettings settings;
    settings.host = QStringLiteral("localhost");
    settings.port = server.port();
    settings.user = QStringLiteral("user");
    settings.caFile = m_certificates.caFile();
    const auto account = session.add(settings, DovecotServer::password());
    QVERIFY2(account, reason(account));
    QCOMPARE(errorName(session.check(account->id)), QByteArray("CertificateUntrusted"));
    server.waitForDisconnect();
    QVERIFY2(server.received().isEmpty(), server.received().join('\n'));
}

void CredentialsTest::passwordNeverReachesALog_data()
{
    QTest::addColumn<ServerSecurity>("security");
    QTest::addColumn<SignIn>("signIn");
    QTest::addColumn<bool>("right");
    const std::pair<const char *, ServerSecurity> securities[] = {{"tls", ServerSecurity::Tls},
                                                                  {"starttls", ServerSecurity::StartTls},
                                                                  {"plain", ServerSecurity::None}};
    const std::pair<const char *, SignIn> methods[] = {{"SASL", SignIn::SaslPlain},
                                                       {"USER", SignIn::UserPass}};
    for (const auto &[securityName, security] : securities)
        for (const auto &[methodName, method] : methods)
            for (const bool right : {true, false})
                QTest::addRow("%s %s %s", securityName, methodName, right ? "accepted" : "rejected")
                    << security << method << right;
}

void CredentialsTest::passwordNeverReachesALog()
{
    QFETCH(const ServerSecurity, security);
    QFETCH(const SignIn, signIn);
    QFETCH(const bool, right);
    const QString user = QStringLiteral("logged");
    const QString password = right ? DovecotServer::password() : QStringLiteral("wrong-Secret-81");
    auto maildir = m_server.maildir(user);
    QVERIFY2(maildir, reason(maildir));
    if (maildir->messages() == 0)
        QVERIFY(maildir->deliver(generatedMessages(0, 3)).has_value());
    const QTemporaryDir profile;
    LogCatcher catcher;
    {
        CheckedSession session(profile.path(), m_clock);
        QVERIFY(session.open().has_value());
        ServerSettings settings = m_server.settings(user, security);
        settings.signIn = signIn;
        const auto account = session.add(settings, password);
        QVERIFY2(account, reason(account));
        const FetchReport report = session.check(account->id);
        QCOMPARE(errorName(report), QByteArray(right ? "none" : "AuthRejected"));
        for (const QByteArray &secret : formsOf(user, password))
            if (report.error)
                QVERIFY(!(report.error->detail + report.error->serverText).toUtf8().contains(secret));
    }
    const QByteArray log = catcher.text();
    QVERIFY2(!log.isEmpty(), "nothing was logged, so that this test shows nothing");
    for (const QByteArray &secret : formsOf(user, password))
        QVERIFY2(!log.contains(secret), log);
}

void CredentialsTest::passwordNeverReachesTheOutputOfTheCommandLine()
{
    qputenv("QT_LOGGING_RULES", "*=true");
    const QString user = QStringLiteral("printed");
    QVERIFY(m_server.maildir(user).has_value());
    const QTemporaryDir directory;
    CommandLine poplar(directory.filePath(QStringLiteral("profile")));
    for (const QString &password : {DovecotServer::password(), QStringLiteral("wrong-Secret-81")}) {
        ServerSettings settings = m_server.settings(user);
        const auto added = poplar.addAccount(settings, password, QStringLiteral("forever"));
        QVERIFY2(added, reason(added));
        const auto outcome = poplar.run({QStringLiteral("fetch"), QStringLiteral("--account"), user});
        QCOMPARE(outcome.exitCode == 0, password == DovecotServer::password());
        for (const QByteArray &secret : formsOf(user, password))
            QVERIFY2(!(outcome.output + outcome.errors).contains(secret), outcome.output + outcome.errors);
        QCOMPARE(poplar.run({QStringLiteral("account"), QStringLiteral("remove"), user}).exitCode, 0);
    }
    qunsetenv("QT_LOGGING_RULES");
}

QTEST_GUILESS_MAIN(CredentialsTest)
#include "CredentialsTest.moc"
