// SPDX-License-Identifier: GPL-3.0-or-later
#include "DoctorSetups.h"

#include <QRegularExpression>
#include <QTcpServer>
#include <QTest>

Q_DECLARE_METATYPE(ServerSecurity)

// What the doctor finds, over real sockets.
class ConnectionDoctorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(DoctorFixture::certificates().isValid()); }
    void healthyServerIsDescribed_data();
    void healthyServerIsDescribed();
    void tellsWhatIsWrong_data();
    void tellsWhatIsWrong();
    void unknownNameIsTold();
    void closedPortIsTold();
    void fileThatCannotBeUsedIsAMatterOfTls();
    void certificateIsDescribed_data();
    void certificateIsDescribed();
    void acceptedCertificateIsSaidToBe();
};

void ConnectionDoctorTest::healthyServerIsDescribed_data()
{
    QTest::addColumn<ServerSecurity>("security");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("TLS") << ServerSecurity::Tls << "dns+ tcp+ tls+ hello+ capa+ auth+ stat+ uidl+";
    QTest::newRow("STLS") << ServerSecurity::StartTls << "dns+ tcp+ hello+ tls+ capa+ auth+ stat+ uidl+";
    QTest::newRow("none") << ServerSecurity::None << "dns+ tcp+ hello+ capa+ auth+ stat+ uidl+";
}

void ConnectionDoctorTest::healthyServerIsDescribed()
{
    QFETCH(const ServerSecurity, security);
    QFETCH(const QString, outcome);
    DoctorFixture doctor;
    doctor.server.security = security;
    doctor.mailbox.offersStls = security == ServerSecurity::StartTls;
    doctor.examine();
    QCOMPARE(doctor.outcome(), outcome);
    QCOMPARE(doctor.violations(), QString());
    QVERIFY(doctor.diagnosis.succeeded());
    QCOMPARE(doctor.mailbox.sessions(), 1);
    QCOMPARE(doctor.play->received().last(), QByteArray("QUIT"));

    QVERIFY(doctor.step(Kind::NameLookup).detail.startsWith(QStringLiteral("localhost is at\n")));
    QVERIFY(doctor.step(Kind::Connect).detail.contains(QStringLiteral("connected to 127.0.0.1")));
    QCOMPARE(doctor.step(Kind::Greeting).detail, QStringLiteral("+OK POP3 ready"));
    QCOMPARE(doctor.step(Kind::Capabilities).detail,
             QStringLiteral("TOP\nUIDL\nUSER\nSASL PLAIN\nRESP-CODES"));
    QCOMPARE(doctor.step(Kind::SignIn).detail, QStringLiteral("signed in by PLAIN as user"));
    QCOMPARE(doctor.step(Kind::Status).detail, QStringLiteral("3 messages, 101 octets"));
    QCOMPARE(doctor.step(Kind::Listing).detail, QStringLiteral("3 messages with unique-ids"));
    const QString &log = doctor.diagnosis.wireLog;
    for (const char *line : {"S: +OK POP3 ready", "C: CAPA", "S: SASL PLAIN", "C: STAT", "S: +OK 3 101",
                             "C: UIDL", "S: 2 uidl-two", "C: QUIT", "S: +OK bye"})
        QVERIFY2(log.contains(QLatin1String(line)), line);
    if (security == ServerSecurity::None)
        return;
    const QString tls = doctor.step(Kind::Tls).detail;
    QVERIFY2(tls.contains(QRegularExpression(QStringLiteral("^TLS 1\\.[23], \\S+\n"))), qPrintable(tls));
    QVERIFY2(tls.contains(QRegularExpression(
                 QStringLiteral("\nlocalhost, issued by .+, valid from [0-9T:-]+Z? to [0-9T:-]+Z?\n"))),
             qPrintable(tls));
    QVERIFY2(tls.contains(QStringLiteral("\nfor ")) && tls.contains(QStringLiteral("127.0.0.1")),
             qPrintable(tls));
}

void ConnectionDoctorTest::tellsWhatIsWrong_data()
{
    QTest::addColumn<Setup>("setup");
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<QString>("code");  // empty: nothing is wrong
    QTest::addColumn<QString>("words"); // in the server's text or in a detail
    const auto row = [](const char *name, const char *outcome, const char *code, const Setup &setup,
                        const char *words = "") {
        QTest::newRow(name) << setup << QString::fromLatin1(outcome) << QString::fromLatin1(code)
                            << QString::fromLatin1(words);
    };
    const char *tlsFails = "dns+ tcp+ tls! hello- capa- auth- stat- uidl-";
    const char *stlsFails = "dns+ tcp+ hello+ tls! capa- auth- stat- uidl-";
    const char *helloFails = "dns+ tcp+ tls+ hello! capa- auth- stat- uidl-";
    const char *authFails = "dns+ tcp+ tls+ hello+ capa+ auth! stat- uidl-";
    const char *statFails = "dns+ tcp+ tls+ hello+ capa+ auth+ stat! uidl-";
    const char *uidlFails = "dns+ tcp+ tls+ hello+ capa+ auth+ stat+ uidl!";
    const char *allWell = "dns+ tcp+ tls+ hello+ capa+ auth+ stat+ uidl+";

    row("self-signed", tlsFails, "CertificateUntrusted", showing(&TestCertificates::selfSigned));
    row("expired", tlsFails, "CertificateUntrusted", showing(&TestCertificates::expired));
    row("wrong host", tlsFails, "CertificateUntrusted", showing(&TestCertificates::wrongHost),
        "mail.example.org");
    row("self-signed, STLS", stlsFails, "CertificateUntrusted", showing(&TestCertificates::selfSigned, true));
    row("expired, STLS", stlsFails, "CertificateUntrusted", showing(&TestCertificates::expired, true));
    row("wrong host, STLS", stlsFails, "CertificateUntrusted", showing(&TestCertificates::wrongHost, true));
    row("another certificate than accepted", tlsFails, "CertificateChanged", [](DoctorFixture &doctor) {
        doctor.identity = DoctorFixture::certificates().selfSigned();
        doctor.acceptedSha256 = QByteArray(32, 'x');
    });
    row("no TLS where TLS is due", tlsFails, "TlsFailed", [](DoctorFixture &doctor) {
        doctor.speaksPlain = true;
        doctor.script = [](Peer &peer) {
            peer.send("+OK no TLS here\r\n");
            peer.receiveLine();
        };
    });
    row("STLS is not announced", stlsFails, "TlsNotOffered",
        [](DoctorFixture &doctor) { doctor.server.security = ServerSecurity::StartTls; });
    row("STLS is refused", stlsFails, "TlsNotOffered",
        answering("STLS", startTls, [](Peer &peer) { peer.send("-ERR not today\r\n"); }), "not today");
    row("words behind STLS", stlsFails, "PlaintextInjected",
        answering("STLS", startTls, [](Peer &peer) { peer.send("+OK begin\r\n+OK injected\r\n"); }));
    row("no CAPA, and STLS required", stlsFails, "TlsNotOffered", [](DoctorFixture &doctor) {
        startTls(doctor);
        doctor.mailbox.capabilitiesBefore.clear();
    });

    row("-ERR for a greeting", helloFails, "ServerTemporary",
        playing([](Peer &peer) { peer.send("-ERR [SYS/TEMP] come back later\r\n"); }), "come back later");
    row("another protocol", helloFails, "ProtocolViolation",
        playing([](Peer &peer) { peer.send("220 mail.example.org ESMTP\r\n"); }));
    row("the server hangs up", helloFails, "ConnectionLost", playing([](Peer &) {}));

    row(
        "no CAPA", allWell, "",
        [](DoctorFixture &doctor) {
            takeAsciiPassword(doctor);
            doctor.mailbox.capabilitiesBefore.clear();
        },
        "the server announces nothing");
    row("CAPA cut", "dns+ tcp+ tls+ hello+ capa! auth- stat- uidl-", "ConnectionLost",
        answering("CAPA", {}, [](Peer &peer) {
            peer.send("+OK\r\nUIDL\r\n");
            peer.drop();
        }));

    row(
        "wrong password", authFails, "AuthRejected",
        [](DoctorFixture &doctor) { doctor.mailbox.password = "another"; }, "wrong user name or password");
    row("mailbox in use", authFails, "MailboxBusy", answering("AUTH", "-ERR [IN-USE] by another session\r\n"),
        "by another session");
    row("nothing that may be used", authFails, "SignInNotOffered", [](DoctorFixture &doctor) {
        doctor.mailbox.capabilitiesBefore = {"UIDL", "SASL CRAM-MD5"};
        doctor.server.signIn = SignIn::ScramSha256;
    });
    row("no password", authFails, "CredentialsMissing",
        [](DoctorFixture &doctor) { doctor.secrets.password.clear(); });
    row("the server repeats the password", authFails, "AuthRejected",
        answering("AUTH", "-ERR [AUTH] not " + DoctorFixture::password.toUtf8() + "\r\n"), "not ***");
    row("hangs up at AUTH, takes USER", allWell, "",
        answering("AUTH", takeAsciiPassword, [](Peer &peer) { peer.drop(); }), "signed in by USER");

    row("STAT refused", statFails, "ServerPermanent", answering("STAT", "-ERR [SYS/PERM] broken\r\n"),
        "broken");
    row("STAT repeats the password", statFails, "ServerRefused",
        answering("STAT", "-ERR " + DoctorFixture::password.toUtf8() + "\r\n"), "***");
    row("STAT of nonsense", allWell, "", answering("STAT", "+OK many\r\n"), "makes no sense");
    row("UIDL refused though announced", uidlFails, "ServerTemporary", answering("UIDL", "-ERR no\r\n"));
    row(
        "UIDL unknown", allWell, "",
        [](DoctorFixture &doctor) {
            takeAsciiPassword(doctor);
            doctor.mailbox.capabilitiesBefore = doctor.mailbox.capabilitiesAfter = {"USER"};
            doctor.mailbox.hasUidl = false;
        },
        "knows no unique-ids");
    row("UIDL cut", uidlFails, "ConnectionLost", answering("UIDL", {}, [](Peer &peer) {
            peer.send("+OK\r\n1 uidl-one\r\n");
            peer.drop();
        }));
}

void ConnectionDoctorTest::tellsWhatIsWrong()
{
    QFETCH(const Setup, setup);
    QFETCH(const QString, outcome);
    QFETCH(const QString, code);
    QFETCH(const QString, words);
    DoctorFixture doctor;
    setup(doctor);
    doctor.examine();
    QCOMPARE(doctor.outcome(), outcome);
    QCOMPARE(doctor.violations(), QString());
    const Error *const error = doctor.error();
    QCOMPARE(error ? errorCodeName(error->code) : QString(), code);
    QString said;
    for (const DiagnosisStep &step : doctor.diagnosis.steps)
        said += step.detail + QLatin1Char('\n') + (step.error ? step.error->serverText : QString());
    QVERIFY2(said.contains(words), qPrintable(said));
    if (error)
        QVERIFY(doctor.diagnosis.wireLog.contains(errorCodeName(error->code)));
}

void ConnectionDoctorTest::unknownNameIsTold()
{
    DoctorFixture doctor;
    doctor.server.host = QStringLiteral("no..such..host"); // no name, so that no name server is asked
    doctor.examine();
    QCOMPARE(doctor.outcome(), QStringLiteral("dns! tcp- tls- hello- capa- auth- stat- uidl-"));
    QCOMPARE(doctor.violations(), QString());
    QCOMPARE(doctor.error()->code, ErrorCode::HostNotFound);
}

void ConnectionDoctorTest::closedPortIsTold()
{
    QTcpServer unused;
    QVERIFY(unused.listen(QHostAddress::LocalHost));
    DoctorFixture doctor;
    doctor.server.host = QStringLiteral("127.0.0.1");
    doctor.port = unused.serverPort();
    unused.close();
    doctor.examine();
    QCOMPARE(doctor.outcome(), QStringLiteral("dns+ tcp! tls- hello- capa- auth- stat- uidl-"));
    QCOMPARE(doctor.violations(), QString());
    QCOMPARE(doctor.error()->code, ErrorCode::ConnectionRefused);
    QVERIFY(doctor.step(Kind::NameLookup).detail.contains(QStringLiteral("nothing to look up")));
    QVERIFY(doctor.step(Kind::Connect).detail.startsWith(QStringLiteral("127.0.0.1: ")));
}

void ConnectionDoctorTest::fileThatCannotBeUsedIsAMatterOfTls()
{
    DoctorFixture doctor;
    doctor.server.caFile = QStringLiteral("/nonexistent/ca.pem");
    doctor.examine();
    QCOMPARE(doctor.outcome(), QStringLiteral("dns- tcp- tls! hello- capa- auth- stat- uidl-"));
    QCOMPARE(doctor.violations(), QString());
    QCOMPARE(doctor.error()->code, ErrorCode::InvalidArgument);
    QCOMPARE(doctor.play->connections(), 0);
}

void ConnectionDoctorTest::certificateIsDescribed_data()
{
    QTest::addColumn<Setup>("setup");
    QTest::addColumn<QStringList>("facts");
    QTest::newRow("self-signed") << showing(&TestCertificates::selfSigned)
                                 << QStringList{QStringLiteral("localhost, issued by localhost")};
    QTest::newRow("expired") << showing(&TestCertificates::expired) << QStringList{QStringLiteral("expired")};
    QTest::newRow("wrong host") << showing(&TestCertificates::wrongHost)
                                << QStringList{QStringLiteral("for mail.example.org")};
}

void ConnectionDoctorTest::certificateIsDescribed()
{
    QFETCH(const Setup, setup);
    QFETCH(const QStringList, facts);
    DoctorFixture doctor;
    setup(doctor);
    doctor.examine();
    const DiagnosisStep tls = doctor.step(Kind::Tls);
    const QString said =
        tls.detail + QLatin1Char('\n') + tls.error->certificateProblems.join(QLatin1Char('\n'));
    for (const QString &fact : facts)
        QVERIFY2(said.contains(fact), qPrintable(said));
    QVERIFY(!tls.error->chain.isEmpty());
    QVERIFY(!tls.error->certificateProblems.isEmpty());
}

void ConnectionDoctorTest::acceptedCertificateIsSaidToBe()
{
    DoctorFixture doctor;
    doctor.identity = DoctorFixture::certificates().selfSigned();
    doctor.acceptedSha256 = doctor.identity.leafSha256();
    doctor.examine();
    QVERIFY(doctor.diagnosis.succeeded());
    QCOMPARE(doctor.violations(), QString());
    QVERIFY(doctor.step(Kind::Tls).detail.contains(QStringLiteral("the user accepted it")));
}

QTEST_GUILESS_MAIN(ConnectionDoctorTest)
#include "ConnectionDoctorTest.moc"
