// SPDX-License-Identifier: GPL-3.0-or-later
#include "Diagnosis.h"
#include "SessionFixture.h"
#include "TestCertificates.h"
#include "TokenServer.h"

#include <algorithm>
#include <atomic>

using Peer = ScriptedPopServer::Peer;
using Occasion = MailSession::Occasion;
using Security = ScriptedPopServer::Security;

// What follows from a refused sign-in or certificate: who is asked for what, and what stays stored.
class SignInOutcomeTest : public QObject
{
    Q_OBJECT
private:
    TestCertificates m_certificates;

    static Account tlsAccount(quint16 port)
    {
        Account account = SessionFixture::accountFor(port);
        account.server.host = QStringLiteral("localhost");
        account.server.security = ServerSecurity::Tls;
        return account;
    }

    static Result<void> accept(SessionFixture &fixture, const AcceptedCertificate &certificate)
    {
        return answerOf<void>([&](auto done) {
            fixture.session->acceptCertificate(fixture.account.id, certificate, &fixture.context, done);
        });
    }

    Account oauthAccount(quint16 port, const TokenServer &tokens) const
    {
        Account account = tlsAccount(port);
        account.server.caFile = m_certificates.caFile();
        account.server.signIn = SignIn::OAuth;
        account.server.oauth.tokenUrl = tokens.url();
        account.server.oauth.clientId = QStringLiteral("poplar");
        return account;
    }

    static void takeToken(PopMailbox &mailbox, const QByteArray &token)
    {
        mailbox.capabilitiesBefore = {"TOP", "UIDL", "SASL XOAUTH2"};
        mailbox.token = token;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_certificates.isValid()); }

    // The window asks for a password after AuthRejected and CredentialsMissing alone.
    void aPasswordIsAskedForWhereItIsToBlame_data()
    {
        QTest::addColumn<QByteArray>("reply");
        QTest::addColumn<bool>("announcesCodes"); // AUTH-RESP-CODE (RFC 3206)
        QTest::addColumn<ErrorCode>("code");
        const auto row = [](const char *name, const char *reply, bool codes, ErrorCode code) {
            QTest::newRow(name) << QByteArray(reply) << codes << code;
        };
        row("AUTH", "-ERR [AUTH] wrong", false, ErrorCode::AuthRejected);
        row("AUTH, announced", "-ERR [AUTH] wrong", true, ErrorCode::AuthRejected);
        row("plain refusal", "-ERR invalid user or password", false, ErrorCode::AuthRejected);
        row("plain refusal of a server with codes", "-ERR no", true, ErrorCode::ServerRefused);
        row("IN-USE", "-ERR [IN-USE] password is fine", false, ErrorCode::MailboxBusy);
        row("busy in words", "-ERR mailbox in use", false, ErrorCode::MailboxBusy);
        row("LOGIN-DELAY", "-ERR [LOGIN-DELAY] soon", false, ErrorCode::LoginTooSoon);
        row("SYS/TEMP", "-ERR [SYS/TEMP] soon", false, ErrorCode::ServerTemporary);
        row("SYS/PERM", "-ERR [SYS/PERM] never", false, ErrorCode::ServerPermanent);
    }

    void aPasswordIsAskedForWhereItIsToBlame()
    {
        QFETCH(QByteArray, reply);
        QFETCH(bool, announcesCodes);
        QFETCH(ErrorCode, code);
        std::atomic<bool> refuses = true;
        PopMailbox mailbox(SessionFixture::mails(1));
        if (announcesCodes)
            mailbox.capabilitiesBefore.append("AUTH-RESP-CODE");
        mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
            if (!refuses || !(command.startsWith("PASS") || command.startsWith("AUTH")))
                return false;
            peer.send(reply + "\r\n");
            return true;
        };
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        const FetchReport report = fixture.check(Occasion::Timer);
        QCOMPARE(report.error->code, code);
        QVERIFY(reply.endsWith(report.error->serverText.toLatin1())); // its words, without the code
        QVERIFY(!report.error->serverText.contains(u'['));

        // R104: the stored password is what it was, and does again what it did before.
        Cancellation never;
        QCOMPARE(fixture.secrets.read(fixture.account.uuid, never).value_or(QString()),
                 QStringLiteral("secret"));
        refuses = false;
        fixture.start();
        fixture.clock.advance(3600);
        QCOMPARE(fixture.check().fetched, 1);
    }

    void aWrongPasswordStopsTheTimerUntilTheUserActs()
    {
        PopMailbox mailbox(SessionFixture::mails(1));
        mailbox.password = "changed";
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        QCOMPARE(fixture.check(Occasion::Timer).error->code, ErrorCode::AuthRejected);
        QVERIFY(fixture.session->pauseOf(fixture.account.id).stopped == ErrorCode::AuthRejected);
        fixture.start();
        fixture.clock.advanceDays(3);
        fixture.session->check(fixture.account.id, Occasion::Timer);
        QVERIFY(!fixture.session->isChecking(fixture.account.id));
        fixture.session->usePassword(fixture.account.id, QStringLiteral("changed"));
        QCOMPARE(fixture.check(Occasion::Timer).fetched, 1);
        // It was given for this session: the stored one is another.
        Cancellation never;
        QCOMPARE(fixture.secrets.read(fixture.account.uuid, never).value_or(QString()),
                 QStringLiteral("secret"));
        fixture.start();
        QCOMPARE(fixture.check().error->code, ErrorCode::AuthRejected);
        fixture.save(fixture.account, QStringLiteral("changed"));
        QVERIFY(fixture.timerMayCheck());
        QVERIFY(!fixture.check(Occasion::Timer).error);
    }

    void anAcceptedCertificateIsForOneHostAndPort()
    {
        PopMailbox mailbox(SessionFixture::mails(1));
        ScriptedPopServer server(mailbox.script(), Security::Tls, m_certificates.selfSigned());
        SessionFixture fixture;
        fixture.start();
        fixture.save(tlsAccount(server.port()), QStringLiteral("secret"));
        const FetchReport refused = fixture.check();
        QCOMPARE(refused.error->code, ErrorCode::CertificateUntrusted);
        QVERIFY(!refused.error->chain.isEmpty());
        QVERIFY(server.received().isEmpty());

        const QByteArray sha256 = m_certificates.selfSigned().leafSha256();
        QVERIFY(accept(fixture, {QStringLiteral("localhost"), server.port(), sha256}));
        QCOMPARE(fixture.check().fetched, 1);
        fixture.start(); // it is kept
        QVERIFY(!fixture.check().error);

        // The same certificate at another port is a stranger.
        ScriptedPopServer other(mailbox.script(), Security::Tls, m_certificates.selfSigned());
        Account moved = fixture.session->accounts().front();
        moved.server.port = other.port();
        fixture.save(moved);
        const FetchReport elsewhere = fixture.check();
        QVERIFY(elsewhere.error->code == ErrorCode::CertificateUntrusted);
        QVERIFY(other.received().isEmpty());
    }

    void aChangedCertificateIsAHardStop()
    {
        PopMailbox mailbox(SessionFixture::mails(1));
        ScriptedPopServer server(mailbox.script(), Security::Tls, m_certificates.selfSigned());
        SessionFixture fixture;
        fixture.start();
        fixture.save(tlsAccount(server.port()), QStringLiteral("secret"));
        // What was accepted is what the server had yesterday.
        const QByteArray yesterday = m_certificates.expired().leafSha256();
        QVERIFY(accept(fixture, {QStringLiteral("localhost"), server.port(), yesterday}));
        for (int round = 0; round < 3; ++round) {
            const FetchReport report = fixture.check();
            QCOMPARE(report.error->code, ErrorCode::CertificateChanged);
            QVERIFY(!report.error->chain.isEmpty());
        }
        QVERIFY(server.received().isEmpty());
        QVERIFY(accept(
            fixture, {QStringLiteral("localhost"), server.port(), m_certificates.selfSigned().leafSha256()}));
        QCOMPARE(fixture.check().fetched, 1);
    }

    void aNewRefreshTokenTakesTheOldOnesPlace()
    {
        TokenServer tokens;
        PopMailbox mailbox(SessionFixture::mails(1));
        takeToken(mailbox, "access-2"); // the first one is refused: refreshed once, tried once more
        ScriptedPopServer server(mailbox.script(), Security::Tls, m_certificates.localhost());
        SessionFixture fixture;
        fixture.start();
        fixture.save(oauthAccount(server.port(), tokens), QStringLiteral("refresh-0"));
        const FetchReport report = fixture.check();
        QVERIFY2(!report.error, report.error ? qPrintable(report.error->detail) : "");
        QCOMPARE(report.fetched, 1);
        const QStringList asked{QStringLiteral("refresh-0"), QStringLiteral("refresh-1")};
        QCOMPARE(tokens.refreshTokens(), asked);
        Cancellation never;
        QCOMPARE(fixture.secrets.read(fixture.account.uuid, never).value_or(QString()),
                 QStringLiteral("refresh-2"));
    }

    void aRefreshTokenThatIsTakenNoMoreIsToldAndKept()
    {
        TokenServer tokens;
        tokens.refuse();
        PopMailbox mailbox(SessionFixture::mails(1));
        takeToken(mailbox, "access-1");
        ScriptedPopServer server(mailbox.script(), Security::Tls, m_certificates.localhost());
        SessionFixture fixture;
        fixture.start();
        fixture.save(oauthAccount(server.port(), tokens), QStringLiteral("refresh-0"));
        QCOMPARE(fixture.check(Occasion::Timer).error->code, ErrorCode::AuthRejected);
        QVERIFY(fixture.session->pauseOf(fixture.account.id).stopped == ErrorCode::AuthRejected);
        Cancellation never;
        QCOMPARE(fixture.secrets.read(fixture.account.uuid, never).value_or(QString()),
                 QStringLiteral("refresh-0"));
    }

    void aSavedAccountIsDiagnosedWithItsPassword()
    {
        PopMailbox mailbox(SessionFixture::mails(2));
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        std::vector<DiagnosisStep> steps;
        const auto diagnose = [&](const QString &password, AccountId account) {
            steps.clear();
            return answerOf<Diagnosis>([&](auto done) {
                fixture.session->diagnose(
                    fixture.account.server, password, account, &fixture.context,
                    [&](const DiagnosisStep &step) { steps.push_back(step); }, done);
            });
        };
        const auto saved = diagnose({}, fixture.account.id);
        QVERIFY(saved && saved->succeeded());
        QCOMPARE(steps.size(), 2 * saved->steps.size()); // each begins and ends
        for (size_t index = 0; index < saved->steps.size(); ++index) {
            QCOMPARE(steps[2 * index].kind, saved->steps[index].kind);
            QVERIFY(!steps[2 * index].ok);
            QCOMPARE(steps[2 * index + 1], saved->steps[index]);
        }
        QVERIFY(saved->wireLog.contains(QLatin1String("UIDL")));
        QVERIFY(!saved->wireLog.contains(QLatin1String("secret")));
        QVERIFY(!saved->wireLog.contains(QString::fromLatin1(QByteArray("\0user\0secret", 12).toBase64())));

        const auto given = diagnose(QStringLiteral("secret"), 0); // of settings that are not saved
        QVERIFY(given && given->succeeded());
        const auto wrong = diagnose(QStringLiteral("wrong"), fixture.account.id);
        QVERIFY(wrong && !wrong->succeeded());
        const auto failed = std::find_if(wrong->steps.begin(), wrong->steps.end(),
                                         [](const DiagnosisStep &step) { return step.ok == false; });
        QVERIFY(failed != wrong->steps.end());
        QCOMPARE(failed->kind, DiagnosisStep::Kind::SignIn);
        QCOMPARE(failed->error->code, ErrorCode::AuthRejected);
        const auto nothing = diagnose({}, 0); // no password is known: what comes before it is tried
        QVERIFY(nothing && !nothing->succeeded());
        QCOMPARE(nothing->steps[1].ok, std::optional(true));
        QCOMPARE(mailbox.messages().size(), size_t(2));
        QVERIFY(!server.hasReceived("RETR"));
        QVERIFY(!server.hasReceived("DELE"));
    }
};

QTEST_GUILESS_MAIN(SignInOutcomeTest)
#include "SignInOutcomeTest.moc"
