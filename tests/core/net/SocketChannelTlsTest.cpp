// SPDX-License-Identifier: GPL-3.0-or-later
#include "SocketChannel.h"

#include "ChannelSession.h"
#include "ScriptedPopServer.h"
#include "TlsListener.h"

#include <QSslCertificate>
#include <QSslKey>
#include <QTcpServer>
#include <QTest>

using Peer = ScriptedPopServer::Peer;

class SocketChannelTlsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void refusesUntrustedCertificates_data();
    void refusesUntrustedCertificates();
    void addressIsVerifiedToo_data();
    void addressIsVerifiedToo();
    void acceptsThePinnedCertificateOnly();
    void anExceptionIsForWhatWasWrongThen();
    void stopsWhereTheAcceptedCertificateChanged_data();
    void stopsWhereTheAcceptedCertificateChanged();
    void tracesWhatTheServerShows();
    void refusesAnUnreadableAuthority();
    void upgradesOnTheOpenConnection();
    void refusesPlaintextBeforeTheHandshake();
    void failsWhereAPlainServerSpeaksFirst();
    void closeIsFinal();

private:
    ServerIdentity identityOf(const QString &name) const
    {
        ServerIdentity identity = m_certificates.localhost();
        identity.certificateFile.replace(QStringLiteral("localhost.pem"), name + QStringLiteral(".pem"));
        identity.keyFile.replace(QStringLiteral("localhost.key"), name + QStringLiteral(".key"));
        return identity;
    }

    TestCertificates m_certificates;
};

void SocketChannelTlsTest::initTestCase()
{
    QVERIFY(m_certificates.isValid());
}

void SocketChannelTlsTest::refusesUntrustedCertificates_data()
{
    QTest::addColumn<QString>("which");
    QTest::addColumn<bool>("withAuthority");
    QTest::newRow("unknown authority") << "localhost" << false;
    QTest::newRow("self-signed") << "self-signed" << true;
    QTest::newRow("expired") << "expired" << true;
    QTest::newRow("wrong host") << "wrong-host" << true;
}

void SocketChannelTlsTest::refusesUntrustedCertificates()
{
    QFETCH(QString, which);
    QFETCH(bool, withAuthority);
    const ServerIdentity identity = identityOf(which);
    ScriptedPopServer server([](Peer &peer) { peer.receiveLine(); }, ScriptedPopServer::Security::Tls,
                             identity);
    auto where = endpoint(server.port(), Security::Tls, QStringLiteral("localhost"));
    if (withAuthority)
        where.tls.caFile = m_certificates.caFile();
    const auto outcome = session(where, "PASS secret\r\n");
    QCOMPARE(codeOf(outcome), ErrorCode::CertificateUntrusted);
    QCOMPARE(outcome.error->chain.value(0), identity.certificates().first().toDer());
    QVERIFY(!outcome.error->certificateProblems.isEmpty());
    server.waitForDisconnect();
    QCOMPARE(server.received(), QByteArrayList());
}

void SocketChannelTlsTest::addressIsVerifiedToo_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<bool>("verifies");
    for (const char *address : {"127.0.0.1", "::1", "0:0:0:0:0:0:0:1"}) {
        QTest::addRow("%s", address) << address << "localhost" << true;
        QTest::addRow("%s, not in the certificate", address) << address << "wrong-host" << false;
    }
}

void SocketChannelTlsTest::addressIsVerifiedToo()
{
    QFETCH(const QString, address);
    QFETCH(const QString, shown);
    QFETCH(const bool, verifies);
    if (QHostAddress(address).protocol() == QAbstractSocket::IPv6Protocol && !hasIpv6())
        QSKIP("this machine has no IPv6");
    auto configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(identityOf(shown).certificates());
    configuration.setPrivateKey(identityOf(shown).key());
    const TlsListener server(configuration, QHostAddress(address));
    auto where = endpoint(server.port(), Security::Tls, address);
    where.tls.caFile = m_certificates.caFile();
    const auto outcome = session(where, {}, false, 200ms);
    QCOMPARE(codeOf(outcome), verifies ? ErrorCode::Timeout : ErrorCode::CertificateUntrusted);
    QCOMPARE(outcome.bytes, verifies ? QByteArray("+OK ready\r\n") : QByteArray());
}

void SocketChannelTlsTest::acceptsThePinnedCertificateOnly()
{
    const auto identity = m_certificates.selfSigned();
    ScriptedPopServer server([](Peer &peer) { peer.send("+OK\r\n"); }, ScriptedPopServer::Security::Tls,
                             identity);
    auto where = endpoint(server.port(), Security::Tls, QStringLiteral("localhost"));
    where.tls.pins = {{QStringLiteral("LOCALHOST"), where.port, identity.leafSha256()}};
    const auto accepted = session(where);
    QCOMPARE(accepted.bytes, QByteArray("+OK\r\n"));
    QVERIFY(accepted.trace.isPinned);

    // For another port or another name it was not accepted.
    where.tls.pins = {{QStringLiteral("localhost"), quint16(where.port + 1), identity.leafSha256()},
                      {QStringLiteral("127.0.0.1"), where.port, identity.leafSha256()}};
    QCOMPARE(codeOf(session(where)), ErrorCode::CertificateUntrusted);
}

void SocketChannelTlsTest::anExceptionIsForWhatWasWrongThen()
{
    const ServerIdentity identity = identityOf(QStringLiteral("expired"));
    ScriptedPopServer server([](Peer &peer) { peer.send("+OK\r\n"); }, ScriptedPopServer::Security::Tls,
                             identity);
    auto where = endpoint(server.port(), Security::Tls, QStringLiteral("localhost"));
    where.tls.caFile = m_certificates.caFile();
    const auto accepted = [&](const CertificateFaults &faults) {
        where.tls.pins = {{where.host, where.port, identity.leafSha256(), faults}};
        return session(where);
    };
    for (const CertificateFaults &faults :
         {CertificateFaults(), CertificateFaults{CertificateFault::Expired},
          CertificateFaults{CertificateFault::Expired, CertificateFault::UntrustedSource}})
        QCOMPARE(accepted(faults).bytes, QByteArray("+OK\r\n"));
    const auto refused = accepted({CertificateFault::WrongHost, CertificateFault::UntrustedSource});
    QCOMPARE(codeOf(refused), ErrorCode::CertificateUntrusted); // and not changed: it is the same one
    QCOMPARE(refused.error->chain.value(0), identity.certificates().first().toDer());
    where.tls.caFile.clear(); // now nobody vouches for it, either
    QCOMPARE(codeOf(accepted({CertificateFault::Expired})), ErrorCode::CertificateUntrusted);
}

void SocketChannelTlsTest::stopsWhereTheAcceptedCertificateChanged_data()
{
    QTest::addColumn<QString>("shown");
    QTest::addColumn<bool>("withAuthority");
    QTest::addColumn<bool>("changed");
    QTest::newRow("another self-signed one") << "self-signed" << false << true;
    QTest::newRow("of an unknown authority") << "localhost" << false << true;
    QTest::newRow("expired") << "expired" << true << true;
    QTest::newRow("for another host") << "wrong-host" << true << true;
    QTest::newRow("one that verifies") << "localhost" << true << false;
}

void SocketChannelTlsTest::stopsWhereTheAcceptedCertificateChanged()
{
    QFETCH(QString, shown);
    QFETCH(bool, withAuthority);
    QFETCH(bool, changed);
    const ServerIdentity identity = identityOf(shown);
    ScriptedPopServer server([](Peer &peer) { peer.send("+OK " + peer.receiveLine()); },
                             ScriptedPopServer::Security::Tls, identity);
    auto where = endpoint(server.port(), Security::Tls, QStringLiteral("localhost"));
    if (withAuthority)
        where.tls.caFile = m_certificates.caFile();
    where.tls.pins = {{QStringLiteral("localhost"), where.port, QByteArray(32, 'x')}};
    const auto outcome = session(where, "PASS secret\r\n");
    if (!changed) {
        QCOMPARE(outcome.bytes, QByteArray("+OK PASS secret"));
        QVERIFY(!outcome.trace.isPinned);
        return;
    }
    QCOMPARE(codeOf(outcome), ErrorCode::CertificateChanged);
    QCOMPARE(outcome.error->chain.value(0), identity.certificates().first().toDer());
    QVERIFY(!outcome.error->certificateProblems.isEmpty());
    server.waitForDisconnect();
    QCOMPARE(server.received(), QByteArrayList());
}

void SocketChannelTlsTest::tracesWhatTheServerShows()
{
    ScriptedPopServer server([](Peer &peer) { peer.send("+OK\r\n"); }, ScriptedPopServer::Security::Tls,
                             m_certificates.localhost());
    auto where = endpoint(server.port(), Security::Tls, QStringLiteral("localhost"));
    where.tls.caFile = m_certificates.caFile();
    for (const bool trusted : {true, false}) {
        const ConnectionTrace trace = session(where).trace;
        QCOMPARE(trace.tlsVersion, trusted ? QStringLiteral("TLS 1.3") : QString());
        QCOMPARE(trace.cipher.isEmpty(), !trusted);
        QVERIFY(!trace.chain.empty());
        const CertificateFacts &leaf = trace.chain.front();
        QCOMPARE(leaf.subject, QStringLiteral("localhost"));
        QCOMPARE(leaf.issuer, QStringLiteral("Poplar test authority"));
        QVERIFY(leaf.names.contains(QStringLiteral("localhost")));
        QCOMPARE(leaf.sha256, m_certificates.localhost().leafSha256());
        QVERIFY(leaf.validFrom < leaf.validUntil);
        QVERIFY(!trace.isPinned);
        where.tls.caFile.clear();
    }
}

void SocketChannelTlsTest::refusesAnUnreadableAuthority()
{
    ScriptedPopServer server([](Peer &peer) { peer.stall(); });
    auto where = endpoint(server.port());
    where.tls.caFile = QStringLiteral("/nonexistent/ca.pem");
    QCOMPARE(codeOf(session(where)), ErrorCode::InvalidArgument);
    QCOMPARE(server.connections(), 0);
}

void SocketChannelTlsTest::upgradesOnTheOpenConnection()
{
    ScriptedPopServer server(
        [](Peer &peer) {
            if (peer.startTls())
                peer.send("+OK " + peer.receiveLine());
        },
        ScriptedPopServer::Security::Plain, m_certificates.localhost());
    auto where = endpoint(server.port(), Security::StartTls);
    where.tls.caFile = m_certificates.caFile();
    const auto outcome = session(where, "CAPA\r\n", true);
    QCOMPARE(outcome.bytes, QByteArray("+OK CAPA"));
    QCOMPARE(outcome.tlsVersion, QStringLiteral("TLS 1.3"));
}

void SocketChannelTlsTest::refusesPlaintextBeforeTheHandshake()
{
    ScriptedPopServer server(
        [](Peer &peer) {
            peer.send("+OK begin TLS\r\n+OK injected\r\n");
            peer.startTls();
        },
        ScriptedPopServer::Security::Plain, m_certificates.localhost());
    auto where = endpoint(server.port(), Security::StartTls);
    where.tls.caFile = m_certificates.caFile();
    const auto result = inWorker([&]() -> Result<void> {
        Cancellation cancellation;
        TRY(const auto channel, SocketChannel::connect(where, cancellation));
        while (channel->unreadBytes() == 0)
            QThread::msleep(1);
        return channel->startTls();
    });
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::PlaintextInjected);
}

void SocketChannelTlsTest::failsWhereAPlainServerSpeaksFirst()
{
    ScriptedPopServer server([](Peer &peer) {
        peer.send("+OK POP3 in the clear\r\n");
        peer.stall();
    });
    const auto outcome = session(endpoint(server.port(), Security::Tls));
    QCOMPARE(codeOf(outcome), ErrorCode::TlsFailed);
}

void SocketChannelTlsTest::closeIsFinal()
{
    ScriptedPopServer server(
        [](Peer &peer) {
            peer.send("+OK");
            peer.receiveLine();
        },
        ScriptedPopServer::Security::Tls, m_certificates.localhost());
    auto where = endpoint(server.port(), Security::Tls);
    where.tls.caFile = m_certificates.caFile();
    const auto result = inWorker([&]() -> Result<void> {
        Cancellation cancellation;
        QByteArray buffer;
        TRY(const auto channel, SocketChannel::connect(where, cancellation));
        CHECK(channel->read(buffer, 20s));
        channel->close();
        channel->close();
        return channel->write("late");
    });
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::ConnectionLost);
    server.waitForDisconnect();
    QCOMPARE(server.received(), QByteArrayList());
}

QTEST_GUILESS_MAIN(SocketChannelTlsTest)
#include "SocketChannelTlsTest.moc"
