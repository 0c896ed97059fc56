// SPDX-License-Identifier: GPL-3.0-or-later
#include "InWorker.h"
#include "PopMailbox.h"
#include "ServerSignIn.h"

#include <QTest>

using namespace std::chrono_literals;

// What an account's settings come to on the wire.
class AccountEndpointTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void settingsNotMadeRequireTls();
    void hostIsTakenAsWritten_data();
    void hostIsTakenAsWritten();
    void securityIsOneOfThree();
    void acceptedCertificateIsForItsHostAndPort();
    void clientCertificateGoesWithItsPassphrase();
    void proxyGoesWithItsPassword();
    void passwordIsNoPartOfAnEndpoint();
    void patienceReachesEveryWait_data();
    void patienceReachesEveryWait();
    void lookingChangesNothing();
};

// R70, R120.
void AccountEndpointTest::settingsNotMadeRequireTls()
{
    ServerSettings server;
    server.host = QStringLiteral("pop.example.org");
    const Endpoint endpoint = endpointOf(server, {});
    QCOMPARE(endpoint.security, Security::Tls);
    QCOMPARE(endpoint.port, quint16(995));
    QVERIFY(endpoint.tls == TlsPolicy());
    QVERIFY(endpoint.proxy == ProxyServer());
    QCOMPARE(endpoint.patience.connect, 30s);
    QCOMPARE(endpoint.patience.reply, 100s);
    QCOMPARE(endpoint.patience.quit, 10s);
}

void AccountEndpointTest::hostIsTakenAsWritten_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("host");
    const auto row = [](const char *written, const char *host) {
        QTest::newRow(written) << QString::fromUtf8(written) << QString::fromUtf8(host);
    };
    row("pop.example.org", "pop.example.org");
    row(" pop.example.org\t", "pop.example.org");
    row("192.0.2.7", "192.0.2.7");
    row("2001:db8::7", "2001:db8::7");
    row("[2001:db8::7]", "2001:db8::7");
    row(" [::1] ", "::1");
    row("post.größe.example", "post.größe.example");
    row("[half", "[half");
}

void AccountEndpointTest::hostIsTakenAsWritten()
{
    QFETCH(const QString, written);
    QFETCH(const QString, host);
    ServerSettings server;
    server.host = written;
    server.proxy = {ProxySettings::Kind::Http, written, 8080, {}};
    const Endpoint endpoint = endpointOf(server, {});
    QCOMPARE(endpoint.host, host);
    QCOMPARE(endpoint.proxy.host, host);
}

// R74: none of them is "TLS if there is any".
void AccountEndpointTest::securityIsOneOfThree()
{
    ServerSettings server;
    for (const auto &[chosen, meant] : {std::pair(ServerSecurity::Tls, Security::Tls),
                                        std::pair(ServerSecurity::StartTls, Security::StartTls),
                                        std::pair(ServerSecurity::None, Security::None)}) {
        server.security = chosen;
        QCOMPARE(endpointOf(server, {}).security, meant);
    }
}

// R78.
void AccountEndpointTest::acceptedCertificateIsForItsHostAndPort()
{
    ServerSettings server;
    server.host = QStringLiteral("moved.example.org");
    server.port = 1995;
    server.caFile = QStringLiteral("/etc/own-ca.pem");
    server.accepted = AcceptedCertificate{QStringLiteral("[2001:db8::7]"), 995, QByteArray(32, 'h')};
    const Endpoint endpoint = endpointOf(server, {});
    QCOMPARE(endpoint.tls.caFile, QStringLiteral("/etc/own-ca.pem"));
    QCOMPARE(endpoint.tls.pins.size(), size_t(1));
    QVERIFY(endpoint.tls.pins.front() ==
            (CertificatePin{QStringLiteral("2001:db8::7"), 995, QByteArray(32, 'h')}));
}

// R79.
void AccountEndpointTest::clientCertificateGoesWithItsPassphrase()
{
    ServerSettings server;
    SignInSecrets secrets;
    secrets.clientKeyPassphrase = QStringLiteral("opén sesame");
    server.clientCertificate = QStringLiteral("/home/me/me.p12");
    const Endpoint endpoint = endpointOf(server, secrets);
    QCOMPARE(endpoint.tls.clientCertificate, server.clientCertificate);
    QCOMPARE(endpoint.tls.clientKeyPassphrase, secrets.clientKeyPassphrase);
}

void AccountEndpointTest::proxyGoesWithItsPassword()
{
    ServerSettings server;
    SignInSecrets secrets;
    secrets.proxyPassword = QStringLiteral("proxy-word");
    server.proxy = {ProxySettings::Kind::Socks5, QStringLiteral("proxy.example.net"), 1080,
                    QStringLiteral("me")};
    QVERIFY(endpointOf(server, secrets).proxy ==
            (ProxyServer{ProxyServer::Kind::Socks5, QStringLiteral("proxy.example.net"), 1080,
                         QStringLiteral("me"), QStringLiteral("proxy-word")}));
    server.proxy.kind = ProxySettings::Kind::Http;
    QCOMPARE(endpointOf(server, secrets).proxy.kind, ProxyServer::Kind::Http);
}

void AccountEndpointTest::passwordIsNoPartOfAnEndpoint()
{
    ServerSettings server;
    server.proxy = {ProxySettings::Kind::Socks5, QStringLiteral("proxy.example.net"), 1080, {}};
    SignInSecrets with, without;
    with.password = QStringLiteral("secret");
    QVERIFY(endpointOf(server, with) == endpointOf(server, without));
}

void AccountEndpointTest::patienceReachesEveryWait_data()
{
    QTest::addColumn<QByteArray>("silentAt");
    for (const char *command : {"", "CAPA", "STLS", "USER", "PASS"})
        QTest::newRow(*command ? command : "greeting") << QByteArray(command);
}

void AccountEndpointTest::patienceReachesEveryWait()
{
    QFETCH(const QByteArray, silentAt);
    PopMailbox mailbox;
    mailbox.capabilitiesBefore = {"USER", "STLS"};
    mailbox.interfere = [&silentAt](ScriptedPopServer::Peer &peer, const QByteArray &line) {
        if (line.startsWith(silentAt))
            peer.stall();
        return false;
    };
    const ScriptedPopServer play([&](ScriptedPopServer::Peer &peer) {
        if (silentAt.isEmpty())
            peer.stall();
        mailbox.serve(peer);
    });
    ServerSettings server;
    server.host = QStringLiteral("127.0.0.1");
    server.port = play.port();
    server.security = silentAt == "STLS" ? ServerSecurity::StartTls : ServerSecurity::None;
    server.user = QStringLiteral("user");
    SignInSecrets secrets;
    secrets.password = QStringLiteral("secret");
    Cancellation cancellation;
    const auto failed = inWorker([&]() -> std::optional<Error> {
        const auto mailbox = signIn(server, secrets, connectBySocket(), cancellation, {}, {20s, 1s, 1s});
        return mailbox ? std::nullopt : std::optional(mailbox.error());
    });
    QVERIFY(failed.has_value());
    QCOMPARE(failed->code, ErrorCode::Timeout);
}

void AccountEndpointTest::lookingChangesNothing()
{
    PopMailbox mailbox({{"one", "Date: Mon, 2 Mar 2026 10:00:00 +0000\r\n\r\n"},
                        {"two", "Subject: 2\r\n\r\n"},
                        {"three", "Date: Sun, 1 Mar 2026 10:00:00 +0000\r\n\r\n"}});
    mailbox.deletesWhatWasRetrieved = true;
    const ScriptedPopServer play(mailbox.script());
    ServerSettings server;
    server.host = QStringLiteral("127.0.0.1");
    server.port = play.port();
    server.security = ServerSecurity::None;
    server.user = QStringLiteral("user");
    SignInSecrets secrets;
    secrets.password = QStringLiteral("secret");
    Cancellation cancellation;
    const auto facts =
        inWorker([&] { return mailboxFacts(server, secrets, connectBySocket(), cancellation); });
    QVERIFY(facts.has_value());
    QCOMPARE(facts->messages, 3);
    QCOMPARE(facts->bytes, qint64(94));
    QCOMPARE(facts->oldest, QDateTime({2026, 3, 1}, {10, 0}, Qt::UTC).toSecsSinceEpoch());
    QCOMPARE(facts->newest, QDateTime({2026, 3, 2}, {10, 0}, Qt::UTC).toSecsSinceEpoch());
    QVERIFY(play.hasReceived("TOP 1 0") && play.hasReceived("TOP 3 0") && !play.hasReceived("TOP 2 0"));
    QVERIFY(facts->uidl && facts->top && facts->pipelining);
    QCOMPARE(facts->signIn, QStringLiteral("USER"));
    QCOMPARE(facts->tlsVersion, QString());
    QCOMPARE(mailbox.messages().size(), size_t(3));
    QCOMPARE(play.received().last(), QByteArray("QUIT"));
}

QTEST_GUILESS_MAIN(AccountEndpointTest)
#include "AccountEndpointTest.moc"
