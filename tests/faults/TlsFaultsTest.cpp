// SPDX-License-Identifier: GPL-3.0-or-later
#include "Scenario.h"

// TLS that is missing, refused, tampered with or shown with the wrong certificate: nothing of the user goes
// out (R70 to R78). I3 of the bench lets nothing but CAPA, STLS and QUIT pass in clear.
class TlsFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(FaultBench::certificates().isValid()); }
    void nothingGoesOutWithoutTls_data();
    void nothingGoesOutWithoutTls() { QCOMPARE(playScenario(), QString()); }
    void changedCertificateIsAHardStop();
    void acceptedCertificateIsForOneHostAndPort();
};

namespace
{
using Peer = ScriptedPopServer::Peer;

QString nothingButStls(FaultBench &bench)
{
    for (const QByteArray &line : bench.received)
        if (line != "CAPA" && line != "STLS" && line != "QUIT")
            return QStringLiteral("sent: ") + QString::fromLatin1(line);
    return {};
}

QString nothingAtAll(FaultBench &bench)
{
    return unless(bench.received.isEmpty(), "a command was sent");
}

// A ServerHello of TLS 1.1 (RFC 4346 §7.4.1.3), with TLS_RSA_WITH_AES_128_CBC_SHA.
QByteArray oldServerHello()
{
    const QByteArray body =
        QByteArray::fromHex("0302") + QByteArray(32, 'r') + QByteArray::fromHex("00002f00");
    const auto length = [](qsizetype size) { return QByteArray(1, char(size)); };
    const QByteArray handshake = QByteArray::fromHex("020000") + length(body.size()) + body;
    return QByteArray::fromHex("16030200") + length(handshake.size()) + handshake;
}

// With TLS from the first byte and a certificate that does not do.
Scenario certificate(const char *name, ServerIdentity (TestCertificates::*identity)() const)
{
    return {name,
            [identity](FaultBench &bench) {
                bench.useTls();
                bench.identity = (FaultBench::certificates().*identity)();
            },
            {.errors = {ErrorCode::CertificateUntrusted}, .fetched = 0, .also = [](FaultBench &bench) {
                 return nothingAtAll(bench) +
                        unless(!bench.report.error->chain.isEmpty(), "the error has no chain");
             }}};
}

std::vector<Scenario> scenarios()
{
    return {
        {"S14 STLS not in CAPA, TLS required",
         [](FaultBench &bench) {
             bench.useStartTls();
             bench.mailbox.offersStls = false;
         },
         {.errors = {ErrorCode::TlsNotOffered}, .fetched = 0, .also = nothingButStls}},
        {"S15 STLS -> -ERR",
         [](FaultBench &bench) {
             bench.useStartTls();
             bench.mailbox.interfere = answering("STLS", "-ERR TLS is out of order\r\n");
         },
         {.errors = {ErrorCode::TlsNotOffered}, .fetched = 0, .also = nothingButStls}},
        {"S16 +OK begin and injected plaintext in the same segment",
         [](FaultBench &bench) {
             bench.useStartTls();
             bench.mailbox.interfere = answering("STLS", [](Peer &peer) {
                 peer.send("+OK Begin TLS\r\n+OK injected capa\r\nSASL PLAIN-EVIL\r\n.\r\n");
                 if (peer.startTls())
                     peer.stall();
             });
         },
         {.errors = {ErrorCode::PlaintextInjected}, .fetched = 0, .also = nothingButStls}},
        {"S16 injected plaintext in a segment of its own",
         [](FaultBench &bench) {
             bench.useStartTls();
             bench.mailbox.interfere = answering("STLS", [](Peer &peer) {
                 peer.send("+OK Begin TLS\r\n");
                 peer.send("+OK injected capa\r\nSASL PLAIN-EVIL\r\n.\r\n");
                 if (peer.startTls())
                     peer.stall();
             });
         },
         // What arrives after the handshake began is no TLS record.
         {.errors = {ErrorCode::PlaintextInjected, ErrorCode::TlsFailed, ErrorCode::ConnectionLost},
          .fetched = 0,
          .also = nothingButStls}},
        {"S16 the handshake fails behind STLS",
         [](FaultBench &bench) {
             bench.useStartTls();
             bench.mailbox.interfere = answering("STLS", [](Peer &peer) {
                 peer.send("+OK Begin TLS\r\n");
                 peer.sleep(std::chrono::milliseconds(50)); // the client has said hello by now
                 peer.drop();
             });
         },
         {.errors = {ErrorCode::TlsFailed, ErrorCode::ConnectionLost}, .fetched = 0, .also = nothingButStls}},
        certificate("S19 expired certificate", &TestCertificates::expired),
        certificate("S19 self-signed certificate", &TestCertificates::selfSigned),
        certificate("S19 certificate of another host", &TestCertificates::wrongHost),
        {"S19 self-signed certificate behind STLS",
         [](FaultBench &bench) {
             bench.useStartTls();
             bench.identity = FaultBench::certificates().selfSigned();
         },
         {.errors = {ErrorCode::CertificateUntrusted}, .fetched = 0, .also = nothingButStls}},
        {"S19 TLS 1.1 only",
         [](FaultBench &bench) {
             bench.useTls();
             bench.serverSecurity = ScriptedPopServer::Security::Plain;
             bench.script = [](Peer &peer) {
                 peer.send(oldServerHello());
                 peer.stall();
             };
         },
         {.errors = {ErrorCode::TlsFailed}, .fetched = 0, .also = nothingAtAll}},
        {"S20 CAPA -ERR where STLS is required",
         [](FaultBench &bench) {
             bench.useStartTls();
             bench.mailbox.interfere = answering("CAPA", "-ERR unknown command\r\n");
         },
         {.errors = {ErrorCode::TlsNotOffered}, .fetched = 0, .also = nothingButStls}},
        {"S20 CAPA -ERR over TLS from the first byte",
         [](FaultBench &bench) {
             bench.useTls();
             bench.mailbox.interfere = answering("CAPA", "-ERR unknown command\r\n");
         },
         {.fetched = 5,
          .quit = 1,
          .also =
              [](FaultBench &bench) {
                  return unless(bench.sent("USER") == 1 && bench.sent("PASS") == 1,
                                "not signed in by USER and PASS");
              }}},
        {"R69 R75 a server that speaks first behind STLS is not believed",
         [](FaultBench &bench) {
             bench.useStartTls();
             bench.mailbox.interfere = answering("STLS", [](Peer &peer) {
                 peer.send("+OK Begin TLS\r\n");
                 peer.stall();
             });
             bench.job.patience.connect = std::chrono::milliseconds(200);
         },
         {.errors = {ErrorCode::Timeout}, .fetched = 0, .also = nothingButStls}},
    };
}
} // namespace

void TlsFaultsTest::nothingGoesOutWithoutTls_data()
{
    auto rows = scenarios();
    for (Scenario &row : rows)
        row.bothModes = false;
    addScenarios(rows);
}

// S19: the account has worked, and the user accepted its certificate; then the server shows another one.
void TlsFaultsTest::changedCertificateIsAHardStop()
{
    FaultBench bench(5);
    bench.useTls();
    bench.job.account.server.caFile.clear();
    bench.identity = FaultBench::certificates().selfSigned();
    bench.acceptCertificate();
    bench.check();
    QCOMPARE(bench.violationsWhenAllArrived(), QString());

    bench.add(FaultBench::message(6));
    bench.identity = FaultBench::certificates().expired();
    bench.check();
    QVERIFY(bench.report.error.has_value());
    QCOMPARE(bench.report.error->code, ErrorCode::CertificateChanged);
    QVERIFY(!bench.report.error->chain.isEmpty());
    QVERIFY(bench.received.isEmpty());
    QCOMPARE(bench.violations(), QString());

    bench.heal();
    bench.identity = FaultBench::certificates().selfSigned();
    bench.check();
    QCOMPARE(bench.violationsWhenAllArrived(), QString());
}

// R78
void TlsFaultsTest::acceptedCertificateIsForOneHostAndPort()
{
    FaultBench bench(2);
    bench.useTls();
    bench.identity = FaultBench::certificates().selfSigned();
    bench.acceptCertificate();
    for (const bool host : {true, false}) {
        bench.adjustAccepted = [host](AcceptedCertificate &accepted) {
            if (host)
                accepted.host = QStringLiteral("mail.example.org");
            else
                accepted.port ^= 1;
        };
        bench.check();
        QVERIFY(bench.report.error.has_value());
        QVERIFY(bench.received.isEmpty());
        QCOMPARE(bench.report.fetched, 0);
    }
    bench.adjustAccepted = {};
    bench.check();
    QCOMPARE(bench.violationsWhenAllArrived(), QString());
}

QTEST_GUILESS_MAIN(TlsFaultsTest)
#include "TlsFaultsTest.moc"
