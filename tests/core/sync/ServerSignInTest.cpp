// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerSignIn.h"

#include "InWorker.h"
#include "ScriptedPopServer.h"
#include "SignInCredentials.h"

#include <QTest>

#include <atomic>

namespace
{

using Peer = ScriptedPopServer::Peer;

QByteArray errorName(const Result<QString> &result)
{
    return result ? "none" : errorCodeName(result.error().code).toLatin1();
}

// Greets, announces, and hands every other command line to `answer`.
ScriptedPopServer::Script talk(const QByteArray &capabilities,
                               const std::function<void(Peer &, const QByteArray &)> &answer)
{
    return [=](Peer &peer) {
        peer.send("+OK ready\r\n");
        while (true) {
            const QByteArray line = peer.receiveLine();
            if (line == "CAPA")
                peer.send("+OK\r\n" + capabilities + ".\r\n");
            else if (line == "QUIT")
                peer.send("+OK\r\n");
            else
                answer(peer, line);
        }
    };
}

} // namespace

// Settings and secrets become a signed-in mailbox, by a second connection where the first was closed.
class ServerSignInTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_certificates.isValid()); }
    void closingServerIsAskedInAnotherWay();
    void closingServerIsNotAskedForEver();
    void chosenWayIsNotLeftForAnother();
    void closingServerGetsANewToken();
    void tokenIsHadBeforeAServerWaits_data();
    void tokenIsHadBeforeAServerWaits();
    void secretIsWantedWhereOneIsUsed_data();
    void secretIsWantedWhereOneIsUsed();
    void settingsBecomeAnEndpoint();

private:
    // The way that was used.
    Result<QString> signInTo(const ScriptedPopServer &server, SignIn way, const SignInSecrets &secrets);

    TestCertificates m_certificates;
};

Result<QString> ServerSignInTest::signInTo(const ScriptedPopServer &server, SignIn way,
                                           const SignInSecrets &secrets)
{
    ServerSettings settings;
    settings.host = QStringLiteral("localhost");
    settings.port = server.port();
    settings.user = QStringLiteral("mia");
    settings.caFile = m_certificates.caFile();
    settings.signIn = way;
    Cancellation cancellation;
    const auto used = inWorker([&]() -> Result<QString> {
        TRY(auto mailbox, signIn(settings, secrets, connectBySocket(), cancellation));
        return mailbox.signInMethod();
    });
    server.waitForDisconnect();
    return used;
}

void ServerSignInTest::closingServerIsAskedInAnotherWay()
{
    ScriptedPopServer server(talk("USER\r\nSASL PLAIN LOGIN\r\n",
                                  [](Peer &peer, const QByteArray &line) {
                                      if (line.startsWith("AUTH PLAIN"))
                                          peer.drop();
                                      peer.send(line == "c2VjcmV0" ? "+OK\r\n" : "+ \r\n");
                                  }),
                             ScriptedPopServer::Security::Tls, m_certificates.localhost());
    QCOMPARE(signInTo(server, SignIn::Automatic, {QStringLiteral("secret")}).value_or(QString()),
             QStringLiteral("LOGIN"));
    QCOMPARE(server.connections(), 2);
}

void ServerSignInTest::closingServerIsNotAskedForEver()
{
    ScriptedPopServer server(talk("USER\r\nSASL SCRAM-SHA-256 SCRAM-SHA-1 PLAIN LOGIN\r\n",
                                  [](Peer &peer, const QByteArray &) { peer.drop(); }),
                             ScriptedPopServer::Security::Tls, m_certificates.localhost());
    QCOMPARE(errorName(signInTo(server, SignIn::Automatic, {QStringLiteral("secret")})),
             QByteArray("ConnectionLost"));
    QCOMPARE(server.connections(), 3);
    QByteArrayList asked;
    for (const QByteArray &line : server.received())
        if (line.startsWith("AUTH"))
            asked.append(line.split(' ').value(1));
    QCOMPARE(asked.join(' '), QByteArray("SCRAM-SHA-256 SCRAM-SHA-1 PLAIN"));
}

void ServerSignInTest::chosenWayIsNotLeftForAnother()
{
    ScriptedPopServer server(
        talk("USER\r\nSASL PLAIN LOGIN\r\n", [](Peer &peer, const QByteArray &) { peer.drop(); }),
        ScriptedPopServer::Security::Tls, m_certificates.localhost());
    QCOMPARE(errorName(signInTo(server, SignIn::SaslPlain, {QStringLiteral("secret")})),
             QByteArray("ConnectionLost"));
    QCOMPARE(server.connections(), 1);
}

void ServerSignInTest::closingServerGetsANewToken()
{
    for (const bool isGoodAtLast : {true, false}) {
        ScriptedPopServer server(talk("SASL XOAUTH2\r\n",
                                      [=](Peer &peer, const QByteArray &line) {
                                          if (line.startsWith("AUTH"))
                                              peer.send("+ \r\n");
                                          else if (isGoodAtLast && peer.connection() == 1)
                                              peer.send("+OK\r\n");
                                          else
                                              peer.drop();
                                      }),
                                 ScriptedPopServer::Security::Tls, m_certificates.localhost());
        QList<bool> refreshes;
        SignInSecrets secrets;
        secrets.accessToken = [&](bool refresh) -> Result<QString> {
            refreshes.append(refresh);
            return QStringLiteral("token-%1").arg(refreshes.size());
        };
        QCOMPARE(errorName(signInTo(server, SignIn::OAuth, secrets)),
                 QByteArray(isGoodAtLast ? "none" : "ConnectionLost"));
        QCOMPARE(server.connections(), 2);
        QCOMPARE(refreshes, (QList<bool>{false, true}));
    }
}

void ServerSignInTest::tokenIsHadBeforeAServerWaits_data()
{
    QTest::addColumn<ErrorCode>("code");
    for (const ErrorCode code : {ErrorCode::Timeout, ErrorCode::AuthRejected, ErrorCode::Cancelled,
                                 ErrorCode::ServerTemporary, ErrorCode::CredentialsMissing})
        QTest::addRow("%s", qPrintable(errorCodeName(code))) << code;
}

void ServerSignInTest::tokenIsHadBeforeAServerWaits()
{
    QFETCH(const ErrorCode, code);
    ServerSettings settings;
    settings.user = QStringLiteral("mia");
    settings.signIn = SignIn::OAuth;
    SignInSecrets secrets;
    secrets.password = QStringLiteral("refresh");
    secrets.accessToken = [code](bool) -> Result<QString> { return failure(code); };
    int connections = 0;
    const Connect connect = [&](const Endpoint &, Cancellation &) -> Result<std::unique_ptr<Channel>> {
        ++connections;
        return failure(ErrorCode::ConnectionRefused);
    };
    Cancellation cancellation;
    const auto mailbox = signIn(settings, secrets, connect, cancellation);
    QVERIFY(!mailbox);
    QCOMPARE(mailbox.error().code, code);
    QCOMPARE(connections, 0);
}

void ServerSignInTest::secretIsWantedWhereOneIsUsed_data()
{
    QTest::addColumn<SignIn>("way");
    QTest::addColumn<bool>("hasCertificate");
    QTest::addColumn<bool>("takesPassword");
    for (const SignIn way :
         {SignIn::Automatic, SignIn::SaslPlain, SignIn::UserPass, SignIn::Login, SignIn::CramMd5,
          SignIn::DigestMd5, SignIn::Apop, SignIn::ScramSha1, SignIn::ScramSha256})
        QTest::addRow("password %d", int(way)) << way << false << true;
    QTest::newRow("automatic with a certificate") << SignIn::Automatic << true << false;
    QTest::newRow("certificate") << SignIn::External << true << false;
    QTest::newRow("ticket") << SignIn::Gssapi << false << false;
}

void ServerSignInTest::secretIsWantedWhereOneIsUsed()
{
    QFETCH(const SignIn, way);
    QFETCH(const bool, hasCertificate);
    QFETCH(const bool, takesPassword);
    ServerSettings settings;
    settings.host = QStringLiteral(" mail.example.org ");
    settings.user = QStringLiteral("mia");
    settings.signIn = way;
    if (hasCertificate)
        settings.clientCertificate = QStringLiteral("mine.pem");
    const auto without = credentialsOf(settings, {});
    QCOMPARE(without.has_value(), !takesPassword);
    if (!without)
        QCOMPARE(without.error().code, ErrorCode::CredentialsMissing);
    const auto with = credentialsOf(settings, {QStringLiteral("secret")});
    QVERIFY(with);
    QCOMPARE(with->user, QStringLiteral("mia"));
    QCOMPARE(with->host, QStringLiteral("mail.example.org"));
    QCOMPARE(with->hasClientCertificate, hasCertificate);
    const bool isForTheServer = way != SignIn::External && way != SignIn::Gssapi;
    QCOMPARE(with->password, isForTheServer ? QStringLiteral("secret") : QString());

    // A refresh token is for the token server alone.
    settings.signIn = SignIn::OAuth;
    SignInSecrets secrets{QStringLiteral("refresh"),
                          [](bool) -> Result<QString> { return QStringLiteral("t"); }};
    const auto token = credentialsOf(settings, secrets);
    QVERIFY(token);
    QCOMPARE(token->password, QString());
    QCOMPARE(token->accessToken(false).value_or(QString()), QStringLiteral("t"));
}

void ServerSignInTest::settingsBecomeAnEndpoint()
{
    ServerSettings settings;
    settings.host = QStringLiteral(" [2001:db8::1] ");
    settings.port = 1995;
    settings.security = ServerSecurity::StartTls;
    settings.clientCertificate = QStringLiteral("mine.pem");
    settings.accepted = AcceptedCertificate{QStringLiteral("[2001:db8::1]"), 1995, "digest"};
    settings.proxy = {ProxySettings::Kind::Socks5, QStringLiteral("proxy"), 1080, QStringLiteral("me")};
    SignInSecrets secrets;
    secrets.proxyPassword = QStringLiteral("proxy secret");
    secrets.clientKeyPassphrase = QStringLiteral("key secret");
    const Endpoint endpoint = endpointOf(settings, secrets);
    QCOMPARE(endpoint.host, QStringLiteral("2001:db8::1"));
    QCOMPARE(endpoint.port, quint16(1995));
    QVERIFY(endpoint.security == Security::StartTls);
    QVERIFY((endpoint.tls.pins ==
             std::vector<CertificatePin>{{QStringLiteral("2001:db8::1"), 1995, QByteArray("digest")}}));
    QCOMPARE(endpoint.tls.clientCertificate, QStringLiteral("mine.pem"));
    QCOMPARE(endpoint.tls.clientKeyPassphrase, QStringLiteral("key secret"));
    settings.signIn = SignIn::External;
    QCOMPARE(endpointOf(settings, {QStringLiteral("of the key")}).tls.clientKeyPassphrase,
             QStringLiteral("of the key"));
    settings.signIn = SignIn::Automatic;
    QCOMPARE(endpointOf(settings, {QStringLiteral("password")}).tls.clientKeyPassphrase, QString());
    QVERIFY((endpoint.proxy == ProxyServer{ProxyServer::Kind::Socks5, QStringLiteral("proxy"), 1080,
                                           QStringLiteral("me"), QStringLiteral("proxy secret")}));
}

QTEST_GUILESS_MAIN(ServerSignInTest)
#include "ServerSignInTest.moc"
