// SPDX-License-Identifier: GPL-3.0-or-later
//
// Probing a real Dovecot: it is found by its usual names and ports, sees no credential meanwhile, and what
// was found is good for a sign-in.
#include "AccountSetup.h"
#include "AnswerOf.h"
#include "DovecotServer.h"
#include "LocalDiscovery.h"
#include "OpenSession.h"
#include "Reason.h"

#include <QTest>

class DiscoveryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void dovecotIsFoundAndSignedInTo_data();
    void dovecotIsFoundAndSignedInTo();
    void anUnknownAuthorityIsNoFind();

private:
    static constexpr quint16 refusingPort = 1;
    DovecotServer m_server;
    OpenSession m_open;
    const QString m_user = QStringLiteral("anna@localhost");
};

void DiscoveryTest::initTestCase()
{
    const auto started = m_server.start();
    QVERIFY2(started, reason(started));
    QVERIFY(m_server.maildir(m_user).has_value());
}

void DiscoveryTest::dovecotIsFoundAndSignedInTo_data()
{
    QTest::addColumn<bool>("hasTls");
    QTest::addColumn<ServerSecurity>("security");
    QTest::newRow("TLS") << true << ServerSecurity::Tls;
    QTest::newRow("STARTTLS alone") << false << ServerSecurity::StartTls;
}

void DiscoveryTest::dovecotIsFoundAndSignedInTo()
{
    QFETCH(bool, hasTls);
    const qsizetype before = m_server.log().size();
    m_open.session.setup().setDiscoveryEnvironment(
        localDiscovery(m_server.caFile(), hasTls ? m_server.tlsPort() : refusingPort, m_server.port()));
    const auto found = answerOf<std::vector<ServerProposal>>(
        [&](auto done) { m_open.session.setup().discover({m_user}, this, {}, done); });
    QVERIFY2(found, reason(found));
    QVERIFY(!found->empty());
    ServerSettings server = found->front().server;
    QCOMPARE(found->front().source, DiscoverySource::Probe);
    QCOMPARE(server.host, QStringLiteral("localhost"));
    QCOMPARE(server.port, hasTls ? m_server.tlsPort() : m_server.port());
    QTEST(server.security, "security");
    QCOMPARE(server.user, m_user);
    // Dovecot's own word: nobody tried to sign in.
    QVERIFY2(QTest::qWaitFor([&] { return m_server.log().mid(before).contains("no auth attempts"); }, 30'000),
             m_server.log().mid(before).constData());
    QVERIFY(!m_server.log().mid(before).contains("user=<anna"));

    server.caFile = m_server.caFile();
    const auto facts = answerOf<MailboxFacts>(
        [&](auto done) { m_open.session.testServer(server, DovecotServer::password(), this, done); });
    QVERIFY2(facts, reason(facts));
    QCOMPARE(facts->messages, 0);
}

void DiscoveryTest::anUnknownAuthorityIsNoFind()
{
    m_open.session.setup().setDiscoveryEnvironment(localDiscovery({}, m_server.tlsPort(), m_server.port()));
    std::optional<Error> error;
    const auto stepped = [&](const DiscoveryStep &step) {
        if (step.source == DiscoverySource::Probe)
            error = step.error;
    };
    const auto found = answerOf<std::vector<ServerProposal>>(
        [&](auto done) { m_open.session.setup().discover({m_user}, this, stepped, done); });
    QVERIFY(found && found->empty());
    QVERIFY(error.has_value());
    QCOMPARE(error->code, ErrorCode::CertificateUntrusted);
}

QTEST_GUILESS_MAIN(DiscoveryTest)
#include "DiscoveryTest.moc"
