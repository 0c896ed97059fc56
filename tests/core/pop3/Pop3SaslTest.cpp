// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Connection.h"

#include "Pop3SaslLine.h"
#include "Pop3Script.h"

#include <QTest>

using Method = Pop3Credentials::Method;

namespace
{

// base64 of NUL mia NUL s3cret word
const QByteArray plainLine = "AUTH PLAIN AG1pYQBzM2NyZXQgd29yZA==\r\n";
const QByteArray rubbish = "+ Rubb!sh\r\n";

Transcript greeted(const QByteArray &capabilities, bool encrypted = true)
{
    Transcript script;
    script.encrypted = encrypted;
    script.server("+OK\r\n").client("CAPA\r\n").server("+OK\r\n" + capabilities + ".\r\n");
    return script;
}

Result<Pop3Mailbox> signIn(Transcript &script, const Pop3Credentials &credentials, Pop3Retry *retry = nullptr)
{
    TRY(auto connection, Pop3Connection::open(std::make_unique<ScriptedChannel>(script), Security::None));
    return std::move(connection).signIn(credentials, retry);
}

struct Tokens {
    QStringList given; // "1", "2 refreshed"

    Pop3Credentials credentials()
    {
        Pop3Credentials who{QStringLiteral("mia"), {}, Method::OAuth};
        who.host = QStringLiteral("pop.example.org");
        who.port = 995;
        who.accessToken = [this](bool refresh) -> Result<QString> {
            given.append(refresh ? QStringLiteral("refreshed") : QStringLiteral("cached"));
            return QStringLiteral("token-%1").arg(given.size());
        };
        return who;
    }
};

QByteArray bearer(const QByteArray &token)
{
    return QByteArray("n,a=mia,\x01host=pop.example.org\x01port=995\x01"
                      "auth=Bearer " +
                      token + "\x01\x01")
               .toBase64() +
           "\r\n";
}

QByteArray xoauth(const QByteArray &token)
{
    return QByteArray("user=mia\x01"
                      "auth=Bearer " +
                      token + "\x01\x01")
               .toBase64() +
           "\r\n";
}

const QByteArray refusal = "+ " + QByteArray(R"({"status":"invalid_token"})").toBase64() + "\r\n";

} // namespace

class Pop3SaslTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsChallengeLines_data();
    void readsChallengeLines();
    void loginToleratesOddPrompts_data();
    void loginToleratesOddPrompts();
    void rubbishGoesOnToTheNextMechanism();
    void chosenMechanismIsTakenAlone();
    void wrongPasswordIsNotTriedEverywhere();
    void busyServerIsNotAskedAgain();
    void successWithoutProofIsNotBelieved();
    void closingServerIsAskedOtherwise_data();
    void closingServerIsAskedOtherwise();
    void tokenGoesInTwoSteps_data();
    void tokenGoesInTwoSteps();
    void refusedTokenIsRefreshedOnce_data();
    void refusedTokenIsRefreshedOnce();
    void tokenIsNotRefreshedForABusyServer();
    void serverThatClosesOnATokenGetsANewOne();
    void tokenThatCannotBeHad();
    void externalSendsAnEmptyResponse();
    void utf8AndLangBeforeSignIn_data();
    void utf8AndLangBeforeSignIn();
};

void Pop3SaslTest::readsChallengeLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<bool>("isChallenge");
    QTest::addColumn<QByteArray>("text"); // "-": none
    QTest::newRow("text") << QByteArray("+ aGVsbG8=") << true << QByteArray("hello");
    QTest::newRow("empty") << QByteArray("+ ") << true << QByteArray();
    QTest::newRow("bare") << QByteArray("+") << true << QByteArray();
    QTest::newRow("no space") << QByteArray("+aGVsbG8=") << false << QByteArray("-");
    QTest::newRow("success") << QByteArray("+OK") << false << QByteArray("-");
    QTest::newRow("nothing") << QByteArray() << false << QByteArray("-");
    QTest::newRow("not base64") << QByteArray("+ Rubb!sh") << true << QByteArray("-");
    QTest::newRow("space within") << QByteArray("+ aGVs bG8=") << true << QByteArray("-");
    QTest::newRow("too much padding") << QByteArray("+ aGVsbG8===") << true << QByteArray("-");
}

void Pop3SaslTest::readsChallengeLines()
{
    QFETCH(QByteArray, line);
    QFETCH(bool, isChallenge);
    QCOMPARE(isSaslChallenge(line), isChallenge);
    QTEST(saslChallenge(line).value_or("-"), "text");
}

void Pop3SaslTest::loginToleratesOddPrompts_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("second");
    QTest::newRow("usual") << QByteArray("+ VXNlcm5hbWU6\r\n") << QByteArray("+ UGFzc3dvcmQ6\r\n");
    QTest::newRow("bare") << QByteArray("+\r\n") << QByteArray("+ \r\n");
    QTest::newRow("clear text") << QByteArray("+ Username:\r\n") << QByteArray("+Password:\r\n");
    QTest::newRow("+OK") << QByteArray("+OK send the name\r\n") << QByteArray("+OK\r\n");
}

void Pop3SaslTest::loginToleratesOddPrompts()
{
    QFETCH(QByteArray, first);
    QFETCH(QByteArray, second);
    auto script = greeted("SASL LOGIN\r\n");
    script.client("AUTH LOGIN\r\n").server(first).client("bWlh\r\n").server(second);
    script.client("czNjcmV0IHdvcmQ=\r\n").server("+OK in\r\n").client("CAPA\r\n").server("-ERR\r\n");
    const auto mailbox = signIn(script, userAndPassword(Method::Automatic));
    QVERIFY2(script.isFulfilled(), script.mismatch());
    QVERIFY(mailbox);
    QCOMPARE(mailbox->signInMethod(), QStringLiteral("LOGIN"));
}

void Pop3SaslTest::rubbishGoesOnToTheNextMechanism()
{
    auto script = greeted("USER\r\nSASL LOGIN PLAIN\r\n");
    script.client(plainLine).server(rubbish).client("*\r\n").server("-ERR cancelled\r\n");
    script.client("AUTH LOGIN\r\n").server("-ERR no such mechanism\r\n");
    script.client("USER mia\r\n").server("+OK\r\n").client("PASS s3cret word\r\n").server("+OK\r\n");
    script.client("CAPA\r\n").server("-ERR\r\n");
    const auto mailbox = signIn(script, userAndPassword(Method::Automatic));
    QVERIFY2(script.isFulfilled(), script.mismatch());
    QVERIFY(mailbox);
    QCOMPARE(mailbox->signInMethod(), QStringLiteral("USER"));
}

void Pop3SaslTest::chosenMechanismIsTakenAlone()
{
    auto script = greeted("USER\r\nSASL PLAIN LOGIN CRAM-MD5\r\n");
    script.client("AUTH CRAM-MD5\r\n").server(rubbish).client("*\r\n").server("-ERR\r\n");
    QCOMPARE(codeOf(signIn(script, userAndPassword(Method::CramMd5))), ErrorCode::ProtocolViolation);
    QVERIFY2(script.isFulfilled(), script.mismatch());
}

// A password that one mechanism has shown to be wrong is not sent by the next.
void Pop3SaslTest::wrongPasswordIsNotTriedEverywhere()
{
    auto script = greeted("USER\r\nSASL PLAIN LOGIN\r\n");
    script.client(plainLine).server("-ERR [AUTH] Authentication failed.\r\n");
    Pop3Retry retry;
    QCOMPARE(codeOf(signIn(script, userAndPassword(Method::Automatic), &retry)), ErrorCode::AuthRejected);
    QVERIFY2(script.isFulfilled(), script.mismatch());
    QVERIFY(!retry.isWorthwhile);
}

void Pop3SaslTest::busyServerIsNotAskedAgain()
{
    auto script = greeted("USER\r\nSASL LOGIN PLAIN\r\n");
    script.client(plainLine).server("-ERR [IN-USE] locked\r\n");
    QCOMPARE(codeOf(signIn(script, userAndPassword(Method::Automatic))), ErrorCode::MailboxBusy);
    QVERIFY2(script.isFulfilled(), script.mismatch());
}

void Pop3SaslTest::successWithoutProofIsNotBelieved()
{
    // SCRAM's first message holds a nonce, so that the script cannot know it: the answer waits in the buffer.
    Transcript script;
    script.encrypted = true;
    script.server("+OK\r\n").client("CAPA\r\n").server("+OK\r\nUSER\r\nSASL SCRAM-SHA-256 PLAIN\r\n.\r\n");
    script.client("AUTH SCRAM-SHA-256 ");
    script.server("+OK welcome\r\n");
    Pop3Retry retry;
    const auto mailbox = signIn(script, userAndPassword(Method::Automatic), &retry);
    QCOMPARE(codeOf(mailbox), ErrorCode::ProtocolViolation);
    QVERIFY(script.closed);
    QVERIFY(!script.written.contains("PLAIN"));
    QVERIFY(!retry.isWorthwhile);
}

void Pop3SaslTest::closingServerIsAskedOtherwise_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<bool>("encrypted");
    QTest::addColumn<int>("method");
    QTest::addColumn<QByteArray>("exclude"); // "": no other connection is worth it
    const auto row = [](const char *name, const char *capabilities, bool encrypted, Method method,
                        const char *exclude) {
        QTest::newRow(name) << QByteArray(capabilities) << encrypted << int(method) << QByteArray(exclude);
    };
    row("PLAIN, then LOGIN", "SASL PLAIN LOGIN\r\n", true, Method::Automatic, "PLAIN");
    row("PLAIN, then USER", "USER\r\nSASL PLAIN\r\n", true, Method::Automatic, "PLAIN");
    row("SCRAM, then PLAIN", "SASL PLAIN SCRAM-SHA-256\r\n", true, Method::Automatic, "SCRAM-SHA-256");
    row("nothing else", "SASL PLAIN\r\n", true, Method::Automatic, "");
    row("nothing else in the clear", "USER\r\nSASL PLAIN SCRAM-SHA-256\r\n", false, Method::Automatic, "");
    row("chosen", "USER\r\nSASL PLAIN LOGIN\r\n", true, Method::SaslPlain, "");
}

void Pop3SaslTest::closingServerIsAskedOtherwise()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(bool, encrypted);
    QFETCH(int, method);
    QFETCH(QByteArray, exclude);
    auto script = greeted(capabilities, encrypted);
    script.client("AUTH "); // and the end
    Pop3Retry retry;
    QCOMPARE(codeOf(signIn(script, userAndPassword(Method(method)), &retry)), ErrorCode::ConnectionLost);
    QCOMPARE(retry.isWorthwhile, !exclude.isEmpty());
    if (retry.isWorthwhile)
        QCOMPARE(retry.exclude.join(' '), exclude);
    QVERIFY(!retry.tokenWasRefused);
}

void Pop3SaslTest::tokenGoesInTwoSteps_data()
{
    QTest::addColumn<QByteArray>("offered");
    QTest::addColumn<QByteArray>("used");
    QTest::addColumn<QByteArray>("prompt");
    QTest::newRow("OAUTHBEARER") << QByteArray("PLAIN XOAUTH2 OAUTHBEARER") << QByteArray("OAUTHBEARER")
                                 << QByteArray("+ \r\n");
    QTest::newRow("XOAUTH2") << QByteArray("PLAIN XOAUTH2") << QByteArray("XOAUTH2") << QByteArray("+ \r\n");
    QTest::newRow("bare plus") << QByteArray("XOAUTH2") << QByteArray("XOAUTH2") << QByteArray("+\r\n");
}

void Pop3SaslTest::tokenGoesInTwoSteps()
{
    QFETCH(QByteArray, offered);
    QFETCH(QByteArray, used);
    QFETCH(QByteArray, prompt);
    auto script = greeted("USER\r\nSASL " + offered + "\r\n");
    script.client("AUTH " + used + "\r\n").server(prompt);
    script.client(used == "XOAUTH2" ? xoauth("token-1") : bearer("token-1")).server("+OK\r\n");
    script.client("CAPA\r\n").server("-ERR\r\n");
    Tokens tokens;
    const auto mailbox = signIn(script, tokens.credentials());
    QVERIFY2(script.isFulfilled(), script.mismatch());
    QVERIFY(mailbox);
    QCOMPARE(mailbox->signInMethod().toLatin1(), used);
    QCOMPARE(tokens.given, QStringList{QStringLiteral("cached")});
}

void Pop3SaslTest::refusedTokenIsRefreshedOnce_data()
{
    QTest::addColumn<QByteArray>("mechanism");
    QTest::addColumn<bool>("says"); // why, in a challenge
    QTest::addColumn<bool>("second");
    for (const char *name : {"OAUTHBEARER", "XOAUTH2"}) {
        QTest::addRow("%s, new token good", name) << QByteArray(name) << true << true;
        QTest::addRow("%s, new token refused too", name) << QByteArray(name) << true << false;
        QTest::addRow("%s, no reason given", name) << QByteArray(name) << false << true;
    }
}

void Pop3SaslTest::refusedTokenIsRefreshedOnce()
{
    QFETCH(QByteArray, mechanism);
    QFETCH(bool, says);
    QFETCH(bool, second);
    const bool standard = mechanism == "OAUTHBEARER";
    const auto message = [&](const QByteArray &token) { return standard ? bearer(token) : xoauth(token); };
    auto script = greeted("AUTH-RESP-CODE\r\nSASL PLAIN OAUTHBEARER XOAUTH2\r\n");
    if (!standard)
        script = greeted("AUTH-RESP-CODE\r\nSASL PLAIN XOAUTH2\r\n");
    const auto refuse = [&] {
        if (says) // the answer has no meaning but to let the server go on
            script.server(refusal).client(standard ? "AQ==\r\n" : "\r\n").server("-ERR no\r\n");
        else
            script.server("-ERR [AUTH] no\r\n");
    };
    script.client("AUTH " + mechanism + "\r\n").server("+ \r\n").client(message("token-1"));
    refuse();
    script.client("AUTH " + mechanism + "\r\n").server("+ \r\n").client(message("token-2"));
    if (second)
        script.server("+OK\r\n").client("CAPA\r\n").server("-ERR\r\n");
    else
        refuse();
    Tokens tokens;
    Pop3Retry retry;
    const auto mailbox = signIn(script, tokens.credentials(), &retry);
    QVERIFY2(script.isFulfilled(), script.mismatch());
    QCOMPARE(tokens.given, (QStringList{QStringLiteral("cached"), QStringLiteral("refreshed")}));
    QCOMPARE(mailbox.has_value(), second);
    if (!second) {
        QCOMPARE(mailbox.error().code, ErrorCode::AuthRejected);
        QVERIFY(mailbox.error().detail.contains(QStringLiteral("invalid_token")));
        QVERIFY(!retry.isWorthwhile);
    }
}

void Pop3SaslTest::tokenIsNotRefreshedForABusyServer()
{
    auto script = greeted("SASL XOAUTH2\r\n");
    script.client("AUTH XOAUTH2\r\n").server("+ \r\n").client(xoauth("token-1"));
    script.server("-ERR [SYS/TEMP] later\r\n");
    Tokens tokens;
    QCOMPARE(codeOf(signIn(script, tokens.credentials())), ErrorCode::ServerTemporary);
    QCOMPARE(tokens.given.size(), 1);
    QVERIFY2(script.isFulfilled(), script.mismatch());
}

void Pop3SaslTest::serverThatClosesOnATokenGetsANewOne()
{
    auto script = greeted("SASL XOAUTH2\r\n");
    script.client("AUTH XOAUTH2\r\n").server("+ \r\n").client(xoauth("token-1"));
    Tokens tokens;
    auto credentials = tokens.credentials();
    Pop3Retry retry;
    QCOMPARE(codeOf(signIn(script, credentials, &retry)), ErrorCode::ConnectionLost);
    QVERIFY(retry.isWorthwhile && retry.tokenWasRefused && retry.exclude.isEmpty());

    credentials.tokenWasRefused = true;
    auto again = greeted("SASL XOAUTH2\r\n");
    again.client("AUTH XOAUTH2\r\n").server("+ \r\n").client(xoauth("token-2"));
    Pop3Retry last;
    QCOMPARE(codeOf(signIn(again, credentials, &last)), ErrorCode::ConnectionLost);
    QCOMPARE(tokens.given, (QStringList{QStringLiteral("cached"), QStringLiteral("refreshed")}));
    QVERIFY(!last.isWorthwhile); // once
}

void Pop3SaslTest::tokenThatCannotBeHad()
{
    auto script = greeted("SASL XOAUTH2\r\n");
    Pop3Credentials who{QStringLiteral("mia"), {}, Method::OAuth};
    QCOMPARE(codeOf(signIn(script, who)), ErrorCode::CredentialsMissing);

    auto unreachable = greeted("SASL XOAUTH2\r\n");
    who.accessToken = [](bool) -> Result<QString> { return failure(ErrorCode::ConnectionLost); };
    Pop3Retry retry;
    QCOMPARE(codeOf(signIn(unreachable, who, &retry)), ErrorCode::ConnectionLost);
    QVERIFY(!retry.isWorthwhile); // it is not the mail server that closed
    QCOMPARE(unreachable.written, QByteArray("CAPA\r\n"));
}

void Pop3SaslTest::externalSendsAnEmptyResponse()
{
    auto script = greeted("SASL EXTERNAL PLAIN\r\n");
    script.client("AUTH EXTERNAL =\r\n").server("+OK\r\n").client("CAPA\r\n").server("-ERR\r\n");
    Pop3Credentials who{QStringLiteral("mia"), {}, Method::External};
    who.hasClientCertificate = true;
    QVERIFY(signIn(script, who));
    QVERIFY2(script.isFulfilled(), script.mismatch());
}

void Pop3SaslTest::utf8AndLangBeforeSignIn_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<QString>("language");
    QTest::addColumn<QByteArray>("commands"); // each refused: nothing depends on them
    const QString german = QStringLiteral("de-AT");
    QTest::newRow("both") << QByteArray("RESP-CODES\r\nUTF8\r\nLANG\r\n") << german
                          << QByteArray("LANG de-AT|UTF8");
    QTest::newRow("neither announced") << QByteArray("RESP-CODES\r\n") << german << QByteArray();
    QTest::newRow("no language") << QByteArray("RESP-CODES\r\nLANG\r\n") << QString() << QByteArray();
    QTest::newRow("no codes: words are needed") << QByteArray("LANG\r\n") << german << QByteArray();
    QTest::newRow("not a tag") << QByteArray("RESP-CODES\r\nLANG\r\n") << "de\r\nQUIT" << QByteArray();
}

void Pop3SaslTest::utf8AndLangBeforeSignIn()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(QString, language);
    QFETCH(QByteArray, commands);
    for (const QByteArray answer : {"+OK\r\n", "-ERR no\r\n"}) {
        auto script = greeted(capabilities + "SASL PLAIN\r\n");
        for (const QByteArray &command : commands.split('|'))
            if (!command.isEmpty())
                script.client(command + "\r\n").server(answer);
        script.client(plainLine).server("+OK\r\n").client("CAPA\r\n").server("-ERR\r\n");
        auto who = userAndPassword(Method::Automatic);
        who.language = language;
        QVERIFY(signIn(script, who));
        QVERIFY2(script.isFulfilled(), script.mismatch());
    }
    // Never in the part of the session that STLS ends (RFC 6856 §2.1).
    Transcript stls;
    stls.server("+OK\r\n").client("CAPA\r\n").server("+OK\r\nUTF8\r\nLANG\r\nRESP-CODES\r\nSTLS\r\n.\r\n");
    stls.client("STLS\r\n").server("+OK\r\n").tls().client("CAPA\r\n").server("+OK\r\n.\r\n");
    QVERIFY(Pop3Connection::open(std::make_unique<ScriptedChannel>(stls), Security::StartTls));
    QVERIFY2(stls.isFulfilled(), stls.mismatch());
}

QTEST_GUILESS_MAIN(Pop3SaslTest)
#include "Pop3SaslTest.moc"
