// SPDX-License-Identifier: GPL-3.0-or-later
#include "Scenario.h"

#include "CheckedSession.h"

// Sign-ins that go wrong: what is sent when a server talks rubbish, and what a refusal makes of the next
// checks and of the saved password (R90 to R115).
class SignInFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(FaultBench::certificates().isValid()); }
    void oddServerGetsNoSecretItShouldNotHave_data();
    void oddServerGetsNoSecretItShouldNotHave() { QCOMPARE(playScenario(), QString()); }
    void refusalIsUnderstoodAndThePasswordKept_data();
    void refusalIsUnderstoodAndThePasswordKept();
    void busyMailboxIsTriedAgainLater();
    void loginDelayHoldsOverARestart();
    void earlyLoginHoldsOverARestart_data();
    void earlyLoginHoldsOverARestart();
};

namespace
{
using Peer = ScriptedPopServer::Peer;

// The server's half of a mechanism that only ever says rubbish, and takes "*" for an end. A mechanism where
// the client begins is heard first.
Answer rubbish(QByteArray challenge = "Rubbish!!")
{
    return [challenge](Peer &peer) {
        peer.send("+ " + challenge + "\r\n");
        peer.receiveLine();
        peer.send("-ERR authentication aborted\r\n");
    };
}

QString onlyStarWasSaid(FaultBench &bench)
{
    const qsizetype at = bench.received.indexOf("*");
    return unless(at >= 0, "no \"*\" was sent. ") + unless(bench.sent("PASS") == 0, "PASS was sent. ") +
           unless(bench.sent("AUTH PLAIN") == 0, "AUTH PLAIN was sent.");
}

// The next check is one of an account as it mostly is.
std::function<QString(FaultBench &)> automaticAgain(QString (*wrong)(FaultBench &))
{
    return [wrong](FaultBench &bench) {
        bench.job.account.server.signIn = SignIn::Automatic;
        return wrong(bench);
    };
}

// XOAUTH2 in two steps, as Microsoft wants it; closes where the token comes with the command.
Answer twoSteps(const QByteArray &line)
{
    return [line](Peer &peer) {
        if (line.count(' ') > 1)
            peer.drop();
        peer.send("+\r\n");
        peer.receiveLine();
        peer.send("-ERR [AUTH] the bench signs nobody in so\r\n");
    };
}

std::vector<Scenario> scenarios()
{
    std::vector<Scenario> rows{
        {"S22 CRAM-MD5 challenge Rubbish",
         [](FaultBench &bench) {
             bench.useTls();
             bench.mailbox.capabilitiesBefore = {"USER", "SASL CRAM-MD5 PLAIN"};
             bench.job.account.server.signIn = SignIn::CramMd5;
             bench.mayCallPasswordWrong = true;
             bench.mailbox.interfere = answering("AUTH CRAM-MD5", rubbish());
         },
         {.errors = {ErrorCode::ProtocolViolation, ErrorCode::ServerRefused, ErrorCode::SignInNotOffered,
                     ErrorCode::AuthRejected},
          .fetched = 0,
          .also =
              [](FaultBench &bench) {
                  bench.job.account.server.signIn = SignIn::Automatic;
                  return onlyStarWasSaid(bench);
              }}},
        {"S22 SCRAM-SHA-256 challenge Rubbish, not base64",
         [](FaultBench &bench) {
             bench.useTls();
             bench.mailbox.capabilitiesBefore = {"USER", "SASL SCRAM-SHA-256 PLAIN"};
             bench.job.account.server.signIn = SignIn::ScramSha256;
             bench.mayCallPasswordWrong = true;
             bench.mailbox.interfere = answering("AUTH SCRAM-SHA-256", rubbish());
         },
         {.errors = {ErrorCode::ProtocolViolation, ErrorCode::ServerRefused, ErrorCode::SignInNotOffered},
          .fetched = 0,
          .also = automaticAgain(onlyStarWasSaid)}},
        // Nothing that the password could be guessed from may follow: no proof without the server's nonce.
        {"S22 SCRAM-SHA-256 challenge Rubbish in base64",
         [](FaultBench &bench) {
             bench.useTls();
             bench.mailbox.capabilitiesBefore = {"USER", "SASL SCRAM-SHA-256 PLAIN"};
             bench.job.account.server.signIn = SignIn::ScramSha256;
             bench.mayCallPasswordWrong = true;
             bench.mailbox.interfere = answering("AUTH SCRAM-SHA-256", rubbish("UnViYmlzaA=="));
         },
         {.errors = {ErrorCode::ProtocolViolation, ErrorCode::ServerRefused, ErrorCode::SignInNotOffered},
          .fetched = 0,
          .also = automaticAgain(onlyStarWasSaid)}},
        {"S23 XOAUTH2 in two steps, answered by a bare plus",
         [](FaultBench &bench) {
             bench.useTls();
             bench.mailbox.capabilitiesBefore = {"SASL XOAUTH2 PLAIN"};
             bench.mailbox.token = "token-of-the-bench";
             bench.job.account.server.signIn = SignIn::OAuth;
             bench.job.secrets.accessToken = [](bool) -> Result<QString> {
                 return QStringLiteral("token-of-the-bench");
             };
         },
         {.fetched = 5,
          .quit = 1,
          .also =
              [](FaultBench &bench) {
                  return unless(bench.received.count("AUTH XOAUTH2") == 1, "not in two steps");
              }}},
        {"S23 XOAUTH2 closes when given an initial response",
         [](FaultBench &bench) {
             bench.useTls();
             bench.mailbox.capabilitiesBefore = {"SASL XOAUTH2 PLAIN"};
             bench.job.account.server.signIn = SignIn::OAuth;
             bench.job.secrets.accessToken = [](bool) -> Result<QString> {
                 return QStringLiteral("token-of-the-bench");
             };
             bench.mayCallPasswordWrong = true;
             bench.mailbox.interfere = [](Peer &peer, const QByteArray &line) {
                 if (!line.startsWith("AUTH"))
                     return false;
                 twoSteps(line)(peer);
                 return true;
             };
         },
         {.errors = {ErrorCode::AuthRejected},
          .fetched = 0,
          .also =
              [](FaultBench &bench) {
                  bench.job.account.server.signIn = SignIn::Automatic;
                  bench.job.secrets.accessToken = {};
                  return unless(bench.received.contains("AUTH XOAUTH2"), "not in two steps") +
                         unless(bench.sent("PASS") == 0 && bench.sent("AUTH PLAIN") == 0,
                                "another way was tried");
              }}},
        {"a line break in the password",
         [](FaultBench &bench) {
             bench.useTls();
             bench.job.secrets.password = QStringLiteral("sesame\r\nDELE 1");
         },
         {.errors = {ErrorCode::InvalidArgument},
          .fetched = 0,
          .dele = 0,
          .also =
              [](FaultBench &bench) {
                  bench.job.secrets.password = QString::fromLatin1(bench.mailbox.password);
                  return unless(bench.sent("PASS") == 0 && bench.sent("AUTH") == 0, "a credential was sent");
              }}},
        {"a line break in the user name",
         [](FaultBench &bench) {
             bench.useTls();
             bench.job.account.server.user = QStringLiteral("user\nDELE 1");
         },
         {.errors = {ErrorCode::InvalidArgument},
          .fetched = 0,
          .dele = 0,
          .also =
              [](FaultBench &bench) {
                  bench.job.account.server.user = QString::fromLatin1(bench.mailbox.user);
                  return unless(bench.sent("USER") == 0 && bench.sent("AUTH") == 0, "a credential was sent");
              }}},
    };
    for (Scenario &row : rows)
        row.bothModes = false;
    return rows;
}

// A mailbox in the clear, an account for it and the real session over them.
struct Desk {
    QTemporaryDir profile;
    FakeClock clock;
    PopMailbox mailbox;
    ScriptedPopServer server{mailbox.script()};
    std::unique_ptr<CheckedSession> session;
    Account account;

    Desk() { mailbox.add(FaultBench::message(1)); }

    Result<void> open(bool isNew = true)
    {
        session.reset();
        session = std::make_unique<CheckedSession>(profile.path(), clock);
        CHECK(session->open());
        if (isNew) {
            ServerSettings settings;
            settings.host = QStringLiteral("127.0.0.1");
            settings.port = server.port();
            settings.security = ServerSecurity::None;
            settings.user = QStringLiteral("user");
            TRY(account, session->add(settings, QStringLiteral("secret")));
        }
        return {};
    }
};
} // namespace

void SignInFaultsTest::oddServerGetsNoSecretItShouldNotHave_data()
{
    addScenarios(scenarios());
}

void SignInFaultsTest::refusalIsUnderstoodAndThePasswordKept_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("S26 [IN-USE]") << QByteArray("-ERR [IN-USE] mailbox in use") << ErrorCode::MailboxBusy;
    QTest::newRow("S28 [SYS/TEMP]") << QByteArray("-ERR [SYS/TEMP] later") << ErrorCode::ServerTemporary;
    QTest::newRow("S28 [SYS/PERM]") << QByteArray("-ERR [SYS/PERM] never") << ErrorCode::ServerPermanent;
    QTest::newRow("S28 [AUTH]") << QByteArray("-ERR [AUTH] no") << ErrorCode::AuthRejected;
    QTest::newRow("S28 [auth/x/y]") << QByteArray("-ERR [auth/x/y] no") << ErrorCode::AuthRejected;
    QTest::newRow("S28 [XYZ/1]") << QByteArray("-ERR [XYZ/1] maildrop already locked")
                                 << ErrorCode::MailboxBusy;
    QTest::newRow("S28 [XYZ/1] that says nothing")
        << QByteArray("-ERR [XYZ/1] no") << ErrorCode::AuthRejected;
    QTest::newRow("S29 maildrop already locked")
        << QByteArray("-ERR maildrop already locked") << ErrorCode::MailboxBusy;
    QTest::newRow("S29 Invalid password") << QByteArray("-ERR Invalid password") << ErrorCode::AuthRejected;
}

// The same session, with the password it has, fetches as soon as the server lets it.
void SignInFaultsTest::refusalIsUnderstoodAndThePasswordKept()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const ErrorCode, code);
    Desk desk;
    std::atomic<bool> refusing{true};
    desk.mailbox.interfere = [&](Peer &peer, const QByteArray &line) {
        if (!refusing || !line.startsWith("PASS"))
            return false;
        peer.send(answer + "\r\n");
        return true;
    };
    QVERIFY(desk.open().has_value());
    FetchReport report = desk.session->check(desk.account.id);
    QVERIFY(report.error.has_value());
    QCOMPARE(report.error->code, code);
    QVERIFY(!report.error->serverText.contains(QLatin1Char('[')));
    refusing = false;
    desk.clock.advance(3600);
    report = desk.session->check(desk.account.id);
    QVERIFY(!report.error);
    QCOMPARE(report.fetched, 1);
}

// S26: nobody is asked for a password; the next check comes by itself a minute later, give or take a tenth.
void SignInFaultsTest::busyMailboxIsTriedAgainLater()
{
    Desk desk;
    desk.mailbox.interfere = answeringOnce("PASS", [](Peer &peer) { peer.send("-ERR [IN-USE] busy\r\n"); });
    QVERIFY(desk.open().has_value());
    const FetchReport report = desk.session->check(desk.account.id);
    QVERIFY(report.error && report.error->code == ErrorCode::MailboxBusy);
    const CheckPause pause = desk.session->session().pauseOf(desk.account.id);
    QVERIFY(pause.isRetry);
    QVERIFY(!pause.stopped);
    QVERIFY(pause.notBefore >= desk.clock.now() + 54 && pause.notBefore <= desk.clock.now() + 66);
    desk.clock.advance(66);
    QCOMPARE(desk.session->check(desk.account.id).fetched, 1);
    QCOMPARE(desk.session->session().pauseOf(desk.account.id).isRetry, false);
}

// S27
void SignInFaultsTest::loginDelayHoldsOverARestart()
{
    Desk desk;
    desk.mailbox.capabilitiesAfter.append("LOGIN-DELAY 300");
    QVERIFY(desk.open().has_value());
    QVERIFY(!desk.session->check(desk.account.id).error);
    const int connections = desk.server.connections();
    for (const bool restart : {false, true}) {
        if (restart)
            QVERIFY(desk.open(false).has_value());
        desk.clock.advance(140);
        const FetchReport early = desk.session->check(desk.account.id);
        QVERIFY(early.error && early.error->code == ErrorCode::LoginTooSoon);
        QCOMPARE(desk.server.connections(), connections);
    }
}

void SignInFaultsTest::earlyLoginHoldsOverARestart_data()
{
    QTest::addColumn<bool>("restart");
    QTest::newRow("the program runs on") << false;
    QTest::newRow("the program is started again") << true;
}

// S27: the server had not announced how long it wants to be left alone, so it is five minutes (R111).
void SignInFaultsTest::earlyLoginHoldsOverARestart()
{
    QFETCH(const bool, restart);
    Desk desk;
    desk.mailbox.interfere =
        answeringOnce("PASS", [](Peer &peer) { peer.send("-ERR [LOGIN-DELAY] too soon\r\n"); });
    QVERIFY(desk.open().has_value());
    const FetchReport refused = desk.session->check(desk.account.id);
    QVERIFY(refused.error && refused.error->code == ErrorCode::LoginTooSoon);
    QVERIFY(!refused.error->serverText.contains(QLatin1Char('[')));
    const int connections = desk.server.connections();
    if (restart)
        QVERIFY(desk.open(false).has_value());
    desk.clock.advance(290);
    const FetchReport early = desk.session->check(desk.account.id);
    QVERIFY(early.error && early.error->code == ErrorCode::LoginTooSoon);
    QCOMPARE(desk.server.connections(), connections);
    desk.clock.advance(11);
    const FetchReport late = desk.session->check(desk.account.id);
    // The secrets of this test do not outlast its program.
    QCOMPARE(late.error ? late.error->code == ErrorCode::CredentialsMissing : late.fetched == 1, true);
    QCOMPARE(late.error.has_value(), restart);
}

QTEST_GUILESS_MAIN(SignInFaultsTest)
#include "SignInFaultsTest.moc"
