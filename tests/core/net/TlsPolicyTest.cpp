// SPDX-License-Identifier: GPL-3.0-or-later
#include "TlsPolicy.h"

#include "ChannelSession.h"
#include "TestCertificates.h"
#include "TestProxy.h"
#include "TlsListener.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSslKey>
#include <QTemporaryDir>
#include <QTest>

class TlsPolicyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_certificates.isValid()); }

    void clientCertificateIsShownOnlyIfConfigured_data()
    {
        QTest::addColumn<bool>("pkcs12");
        QTest::addColumn<QString>("passphrase");
        QTest::newRow("PEM") << false << QString();
        QTest::newRow("PEM, encrypted key") << false << QStringLiteral("opén sesame");
        QTest::newRow("PKCS #12") << true << QStringLiteral("opén sesame");
        QTest::newRow("PKCS #12, no passphrase") << true << QString();
    }

    void clientCertificateIsShownOnlyIfConfigured()
    {
        QFETCH(bool, pkcs12);
        QFETCH(QString, passphrase);
        const auto file = pkcs12 ? m_certificates.clientPkcs12(QStringLiteral("mia"), passphrase)
                                 : m_certificates.clientPem(QStringLiteral("mia"), passphrase);
        QVERIFY(!file.isEmpty());
        const TlsListener server(serverThatAsks(QSslSocket::QueryPeer));
        auto where = to(server);
        const auto without = session(where, {}, false, 500ms);
        QCOMPARE(without.bytes, QByteArray("+OK ready\r\n"));
        where.tls.clientCertificate = file;
        where.tls.clientKeyPassphrase = passphrase;
        const auto with = session(where, {}, false, 500ms);
        QCOMPARE(with.bytes, QByteArray("+OK ready\r\n"));
        const auto clients = server.clients();
        QCOMPARE(clients.size(), size_t(2));
        QVERIFY(clients[0].certificate.isNull());
        QCOMPARE(clients[1].certificate.subjectDisplayName(), QStringLiteral("mia"));
    }

    void demandedClientCertificateIsShown()
    {
        const quint16 port = freePort();
        QProcess server;
        startOpenssl(server, port,
                     {QStringLiteral("-Verify"), QStringLiteral("1"), QStringLiteral("-CAfile"),
                      m_certificates.caFile()});
        auto where = endpoint(port, Security::Tls, QStringLiteral("localhost"));
        where.tls.caFile = m_certificates.caFile();
        std::optional<ErrorCode> code;
        // Until it listens, it refuses the connection.
        QTRY_VERIFY_WITH_TIMEOUT(
            (code = codeOf(session(where, {}, false, 5s))) != ErrorCode::ConnectionRefused, 20'000);
        // In TLS 1.3 the server says so only after the handshake, by hanging up.
        QCOMPARE(code, ErrorCode::ConnectionLost);
        where.tls.clientCertificate = m_certificates.clientPem(QStringLiteral("mia"));
        QCOMPARE(codeOf(session(where, {}, false, 200ms)), ErrorCode::Timeout);
        stop(server);
    }

    void unusableClientCertificateIsSaid_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("passphrase");
        QTest::newRow("missing file") << "missing" << QString();
        QTest::newRow("certificate without key") << "bare" << QString();
        QTest::newRow("PEM, wrong passphrase") << "pem" << QStringLiteral("wrong");
        QTest::newRow("PEM, no passphrase") << "pem" << QString();
        QTest::newRow("PKCS #12, wrong passphrase") << "p12" << QStringLiteral("wrong");
        QTest::newRow("something else") << "junk" << QString();
    }

    void unusableClientCertificateIsSaid()
    {
        QFETCH(QString, kind);
        QFETCH(QString, passphrase);
        const QTemporaryDir folder;
        TlsPolicy policy;
        policy.clientKeyPassphrase = passphrase;
        policy.clientCertificate = folder.filePath(QStringLiteral("junk"));
        if (kind == QLatin1String("bare"))
            policy.clientCertificate = m_certificates.localhost().certificateFile;
        else if (kind == QLatin1String("pem"))
            policy.clientCertificate =
                m_certificates.clientPem(QStringLiteral("mia"), QStringLiteral("right"));
        else if (kind == QLatin1String("p12"))
            policy.clientCertificate =
                m_certificates.clientPkcs12(QStringLiteral("mia"), QStringLiteral("right"));
        if (kind == QLatin1String("junk")) {
            QFile file(policy.clientCertificate);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("not a certificate");
        }
        const auto configuration = tlsConfiguration(policy);
        QVERIFY(!configuration);
        QCOMPARE(configuration.error().code, ErrorCode::InvalidArgument);
        QVERIFY(configuration.error().detail.startsWith(policy.clientCertificate));
    }

    // R71. The same server, with one version each; openssl's own client shows that it speaks the old ones.
    void speaksNothingOlderThanTls12_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("spoken"); // empty: refused
        QTest::newRow("TLS 1.0") << "-tls1" << QString();
        QTest::newRow("TLS 1.1") << "-tls1_1" << QString();
        QTest::newRow("TLS 1.2") << "-tls1_2" << QStringLiteral("TLS 1.2");
        QTest::newRow("TLS 1.3") << "-tls1_3" << QStringLiteral("TLS 1.3");
    }

    void speaksNothingOlderThanTls12()
    {
        QFETCH(QString, version);
        QFETCH(QString, spoken);
        const quint16 port = freePort();
        QProcess server;
        startOpenssl(server, port, {version, QStringLiteral("-cipher"), QStringLiteral("ALL:@SECLEVEL=0")});
        QTRY_VERIFY_WITH_TIMEOUT(shakesHandsWithOpenssl(port, version), 20'000);

        auto where = endpoint(port, Security::Tls, QStringLiteral("localhost"));
        where.tls.caFile = m_certificates.caFile();
        const auto outcome = session(where, {}, false, 200ms);
        QCOMPARE(outcome.tlsVersion, spoken);
        QCOMPARE(codeOf(outcome), spoken.isEmpty() ? ErrorCode::TlsFailed : ErrorCode::Timeout);
        stop(server);
    }

    // R72: a server with several names shows the right certificate only to those who say which one they want.
    void saysWhichServerIsMeant_data()
    {
        QTest::addColumn<bool>("isProxied");
        QTest::newRow("direct") << false;
        QTest::newRow("through a proxy") << true;
    }

    void saysWhichServerIsMeant()
    {
        QFETCH(bool, isProxied);
        const quint16 port = freePort();
        const auto other = m_certificates.wrongHost();
        QProcess server;
        // The certificate for mail.example.org is for those who ask for it; all others are shown localhost's.
        startOpenssl(server, port,
                     {QStringLiteral("-servername"), QStringLiteral("mail.example.org"),
                      QStringLiteral("-cert2"), other.certificateFile, QStringLiteral("-key2"),
                      other.keyFile});
        QTRY_VERIFY_WITH_TIMEOUT(shakesHandsWithOpenssl(port, QStringLiteral("-tls1_3")), 20'000);
        const TestProxy proxy({.kind = TestProxy::Kind::Socks5, .target = port});
        auto where = endpoint(port, Security::Tls, QStringLiteral("mail.example.org"));
        where.tls.caFile = m_certificates.caFile();
        if (isProxied)
            where.proxy = {ProxyServer::Kind::Socks5, QStringLiteral("127.0.0.1"), proxy.port()};
        KnownNames names{{QHostAddress(QHostAddress::LocalHost)}};
        const auto outcome = session(where, {}, false, 200ms, names.lookup());
        QCOMPARE(codeOf(outcome), ErrorCode::Timeout); // the handshake is over, and nothing is said
        QCOMPARE(outcome.tlsVersion, QStringLiteral("TLS 1.3"));
        QCOMPARE(names.asked.isEmpty(), isProxied);
        stop(server);
    }

    // R81: so that the server can tell an end from a cut.
    void bidsFarewellToTls()
    {
        const quint16 port = freePort();
        QProcess server;
        server.setProcessChannelMode(QProcess::MergedChannels);
        startOpenssl(server, port, {QStringLiteral("-msg")});
        auto where = endpoint(port, Security::Tls, QStringLiteral("localhost"));
        where.tls.caFile = m_certificates.caFile();
        QTRY_COMPARE_WITH_TIMEOUT(session(where, {}, false, 50ms).tlsVersion, QStringLiteral("TLS 1.3"),
                                  20'000);
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT(QRegularExpression(QStringLiteral("<<< .*close_notify"))
                                     .match(QString::fromLatin1(said += server.readAll()))
                                     .hasMatch(),
                                 20'000);
        stop(server);
    }

private:
    QSslConfiguration serverThatAsks(QSslSocket::PeerVerifyMode mode) const
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificateChain(m_certificates.localhost().certificates());
        configuration.setPrivateKey(m_certificates.localhost().key());
        configuration.setCaCertificates(QSslCertificate::fromPath(m_certificates.caFile()));
        configuration.setPeerVerifyMode(mode);
        return configuration;
    }
    Endpoint to(const TlsListener &server) const
    {
        auto where = endpoint(server.port(), Security::Tls, QStringLiteral("localhost"));
        where.tls.caFile = m_certificates.caFile();
        return where;
    }
    static quint16 freePort()
    {
        QTcpServer probe;
        return probe.listen(QHostAddress::LocalHost) ? probe.serverPort() : quint16(0);
    }
    void startOpenssl(QProcess &server, quint16 port, const QStringList &arguments) const
    {
        const auto identity = m_certificates.localhost();
        server.start(QStringLiteral("openssl"),
                     QStringList{QStringLiteral("s_server"), QStringLiteral("-quiet"),
                                 QStringLiteral("-accept"), QStringLiteral("127.0.0.1:%1").arg(port),
                                 QStringLiteral("-cert"), identity.certificateFile, QStringLiteral("-key"),
                                 identity.keyFile} +
                         arguments);
        QVERIFY(server.waitForStarted());
    }
    static void stop(QProcess &server)
    {
        server.kill();
        server.waitForFinished();
    }
    static bool shakesHandsWithOpenssl(quint16 port, const QString &version)
    {
        QProcess client;
        client.setStandardInputFile(QProcess::nullDevice());
        client.start(QStringLiteral("openssl"),
                     {QStringLiteral("s_client"), QStringLiteral("-connect"),
                      QStringLiteral("127.0.0.1:%1").arg(port), version, QStringLiteral("-cipher"),
                      QStringLiteral("ALL:@SECLEVEL=0")});
        return client.waitForFinished(5000) && client.exitCode() == 0;
    }

    TestCertificates m_certificates;
};

QTEST_GUILESS_MAIN(TlsPolicyTest)
#include "TlsPolicyTest.moc"
