// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Connection.h"

#include "Pop3Script.h"

#include <QLoggingCategory>
#include <QTest>

using Method = Pop3Credentials::Method;

namespace
{

// base64 of NUL mia NUL s3cret word
const QByteArray plainResponse = "AG1pYQBzM2NyZXQgd29yZA==";

Transcript greeted(const QByteArray &capabilities, bool encrypted = true)
{
    Transcript script;
    script.encrypted = encrypted;
    script.server("+OK\r\n")
        .client("CAPA\r\n")
        .server(capabilities.isEmpty() ? "-ERR\r\n" : "+OK\r\n" + capabilities + ".\r\n");
    return script;
}

Result<Pop3Mailbox> signIn(Transcript &script, const Pop3Credentials &credentials)
{
    TRY(auto connection, Pop3Connection::open(std::make_unique<ScriptedChannel>(script), Security::None));
    return std::move(connection).signIn(credentials);
}

QByteArrayList logged;

void remember(QtMsgType, const QMessageLogContext &, const QString &text)
{
    logged.append(text.toUtf8());
}

} // namespace

class Pop3SignInTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void choosesTheMethod_data();
    void choosesTheMethod();
    void refusesWhatIsNotOffered_data();
    void refusesWhatIsNotOffered();
    void longResponseAnswersAnEmptyChallenge_data();
    void longResponseAnswersAnEmptyChallenge();
    void plainExchangeThatGoesWrong_data();
    void plainExchangeThatGoesWrong();
    void passWaitsForUser();
    void tellsAWrongPasswordFromABusyServer_data();
    void tellsAWrongPasswordFromABusyServer();
    void refusesToBreakTheLine_data();
    void refusesToBreakTheLine();
    void learnsPipeliningAfterSignInOnly();
    void noSecretReachesALog_data();
    void noSecretReachesALog();
    void laterAnswersShowNoSecret();
};

void Pop3SignInTest::choosesTheMethod_data()
{
    QTest::addColumn<QByteArray>("capabilities"); // empty: CAPA is refused
    QTest::addColumn<bool>("encrypted");
    QTest::addColumn<int>("method");
    QTest::addColumn<QString>("used");
    const auto row = [](const char *name, const char *capabilities, bool encrypted, Method method,
                        const char *used) {
        QTest::newRow(name) << QByteArray(capabilities) << encrypted << int(method) << used;
    };
    row("PLAIN over TLS", "USER\r\nSASL PLAIN\r\n", true, Method::Automatic, "PLAIN");
    row("PLAIN over LOGIN", "USER\r\nSASL LOGIN PLAIN NTLM\r\n", true, Method::Automatic, "PLAIN");
    row("PLAIN alone", "SASL XOAUTH2 plain\r\n", true, Method::Automatic, "PLAIN");
    row("no SASL", "USER\r\n", true, Method::Automatic, "USER");
    row("no CAPA", "", true, Method::Automatic, "USER");
    row("no CAPA in the clear", "", false, Method::Automatic, "USER");
    row("neither announced", "TOP\r\n", true, Method::Automatic, "USER");
    row("in the clear", "USER\r\nSASL PLAIN\r\n", false, Method::Automatic, "USER");
    row("in the clear, PLAIN alone", "SASL PLAIN\r\n", false, Method::Automatic, "PLAIN");
    row("other SASL but USER", "USER\r\nSASL XOAUTH2\r\n", true, Method::Automatic, "USER");
    row("PLAIN wanted", "USER\r\nSASL PLAIN\r\n", true, Method::SaslPlain, "PLAIN");
    row("USER wanted", "USER\r\nSASL PLAIN\r\n", true, Method::UserPass, "USER");
    row("USER wanted, not announced", "SASL PLAIN\r\n", true, Method::UserPass, "USER");
}

void Pop3SignInTest::choosesTheMethod()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(bool, encrypted);
    QFETCH(int, method);
    QFETCH(QString, used);
    auto script = greeted(capabilities, encrypted);
    if (used == QLatin1String("PLAIN"))
        script.client("AUTH PLAIN " + plainResponse + "\r\n").server("+OK\r\n");
    else
        script.client("USER mia\r\n").server("+OK\r\n").client("PASS s3cret word\r\n").server("+OK\r\n");
    if (!capabilities.isEmpty())
        script.client("CAPA\r\n").server("+OK\r\nUIDL\r\n.\r\n");
    const auto mailbox = signIn(script, userAndPassword(Method(method)));
    QVERIFY2(script.isFulfilled(), script.mismatch());
    QVERIFY(mailbox);
    QCOMPARE(mailbox->signInMethod(), used);
    QCOMPARE(mailbox->tlsVersion(), encrypted ? QStringLiteral("TLS 1.3") : QString());
}

void Pop3SignInTest::refusesWhatIsNotOffered_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<int>("method");
    QTest::newRow("no mechanism of ours") << QByteArray("SASL XOAUTH2 NTLM\r\n") << int(Method::Automatic);
    QTest::newRow("PLAIN wanted") << QByteArray("USER\r\nSASL LOGIN\r\n") << int(Method::SaslPlain);
    QTest::newRow("PLAIN wanted, no CAPA") << QByteArray() << int(Method::SaslPlain);
}

void Pop3SignInTest::refusesWhatIsNotOffered()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(int, method);
    auto script = greeted(capabilities);
    QCOMPARE(codeOf(signIn(script, userAndPassword(Method(method)))), ErrorCode::SignInNotOffered);
    QCOMPARE(script.written, QByteArray("CAPA\r\n"));
}

void Pop3SignInTest::longResponseAnswersAnEmptyChallenge_data()
{
    QTest::addColumn<QByteArray>("challenge");
    QTest::newRow("plus and space") << QByteArray("+ \r\n");
    QTest::newRow("bare plus") << QByteArray("+\r\n");
    QTest::newRow("bare plus and LF") << QByteArray("+\n");
}

void Pop3SignInTest::longResponseAnswersAnEmptyChallenge()
{
    QFETCH(QByteArray, challenge);
    // 254 and 255 octets with CRLF still go with the command, 256 do not.
    for (const int length : {173, 174, 175, 176, 177, 1000}) {
        const QByteArray password(length, 'p');
        const QByteArray response = (QByteArray("\0mia\0", 5) + password).toBase64();
        auto script = greeted("SASL PLAIN\r\n");
        if (11 + response.size() + 2 <= 255)
            script.client("AUTH PLAIN " + response + "\r\n").server("+OK\r\n");
        else
            script.client("AUTH PLAIN\r\n").server(challenge).client(response + "\r\n").server("+OK\r\n");
        script.client("CAPA\r\n").server("-ERR\r\n");
        const auto mailbox =
            signIn(script, {QStringLiteral("mia"), QString::fromLatin1(password), Method::Automatic});
        QVERIFY2(script.isFulfilled(), script.mismatch());
        QVERIFY(mailbox);
    }
}

void Pop3SignInTest::plainExchangeThatGoesWrong_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("then"); // what the client sends after it
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("refused") << QByteArray("-ERR [AUTH] no\r\n") << QByteArray() << ErrorCode::AuthRejected;
    QTest::newRow("rubbish challenge")
        << QByteArray("+ Rubb!sh\r\n") << QByteArray("*\r\n") << ErrorCode::ProtocolViolation;
    QTest::newRow("one challenge too many")
        << QByteArray("+ \r\n") << QByteArray("*\r\n") << ErrorCode::ProtocolViolation;
    QTest::newRow("text for a challenge")
        << QByteArray("+go ahead\r\n") << QByteArray() << ErrorCode::ProtocolViolation;
    QTest::newRow("nonsense") << QByteArray("334 \r\n") << QByteArray() << ErrorCode::ProtocolViolation;
    QTest::newRow("lost") << QByteArray() << QByteArray() << ErrorCode::ConnectionLost;
}

void Pop3SignInTest::plainExchangeThatGoesWrong()
{
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, then);
    auto script = greeted("SASL PLAIN\r\n");
    script.client("AUTH PLAIN " + plainResponse + "\r\n").server(answer);
    if (!then.isEmpty())
        script.client(then).server("-ERR cancelled\r\n");
    const auto mailbox = signIn(script, userAndPassword(Method::Automatic));
    QVERIFY(!mailbox);
    QTEST(mailbox.error().code, "code");
    QVERIFY2(script.isFulfilled(), script.mismatch());
    QVERIFY(script.closed);
}

void Pop3SignInTest::passWaitsForUser()
{
    auto script = greeted("USER\r\nPIPELINING\r\n");
    script.client("USER mia\r\n").server("-ERR [AUTH] who?\r\n");
    QCOMPARE(codeOf(signIn(script, userAndPassword())), ErrorCode::AuthRejected);
    QVERIFY2(script.isFulfilled(), script.mismatch());
    QVERIFY(!script.written.contains("PASS"));
}

void Pop3SignInTest::tellsAWrongPasswordFromABusyServer_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<ErrorCode>("code");
    const QByteArray plain("USER\r\n");
    const QByteArray promises("USER\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\n");
    const auto row = [](const char *answer, const QByteArray &capabilities, ErrorCode code) {
        QTest::addRow("%s%s", answer, capabilities.contains("AUTH") ? " (codes)" : "")
            << capabilities << QByteArray(answer) + "\r\n"
            << code;
    };
    row("-ERR Invalid password", plain, ErrorCode::AuthRejected);
    row("-ERR Invalid password", promises, ErrorCode::ServerRefused);
    row("-ERR [AUTH] Invalid password", promises, ErrorCode::AuthRejected);
    row("-ERR [IN-USE] Do you have another session?", plain, ErrorCode::MailboxBusy);
    row("-ERR maildrop already locked", plain, ErrorCode::MailboxBusy);
    row("-ERR [LOGIN-DELAY] minimum time", plain, ErrorCode::LoginTooSoon);
    row("-ERR [SYS/TEMP] try later", plain, ErrorCode::ServerTemporary);
    row("-ERR [SYS/PERM] call us", plain, ErrorCode::ServerPermanent);
    row("-ERR [XYZ/1] what", plain, ErrorCode::AuthRejected);
}

void Pop3SignInTest::tellsAWrongPasswordFromABusyServer()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(QByteArray, answer);
    auto script = greeted(capabilities);
    script.client("USER mia\r\n").server("+OK\r\n").client("PASS s3cret word\r\n").server(answer);
    const auto mailbox = signIn(script, userAndPassword());
    QVERIFY(!mailbox);
    QTEST(mailbox.error().code, "code");
    QVERIFY(!mailbox.error().serverText.contains(QLatin1Char('[')));
}

void Pop3SignInTest::refusesToBreakTheLine_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::newRow("CR in user") << "mia\rDELE 1"
                                << "p";
    QTest::newRow("LF in user") << "mia\nDELE 1"
                                << "p";
    QTest::newRow("CR LF in password") << "mia"
                                       << "p\r\nDELE 1";
    QTest::newRow("NUL in password") << "mia" << QString::fromUtf16(u"p\0q", 3);
    QTest::newRow("no user") << ""
                             << "p";
    QTest::newRow("long user") << QString(300, QLatin1Char('u')) << "p";
    QTest::newRow("long password") << "mia" << QString(300, QLatin1Char('p'));
}

void Pop3SignInTest::refusesToBreakTheLine()
{
    QFETCH(QString, user);
    QFETCH(QString, password);
    auto script = greeted("USER\r\nSASL PLAIN\r\n");
    QCOMPARE(codeOf(signIn(script, {user, password, Method::UserPass})), ErrorCode::InvalidArgument);
    QCOMPARE(script.written, QByteArray("CAPA\r\n"));
    if (user.size() + password.size() < 100) {
        auto sasl = greeted("USER\r\nSASL PLAIN\r\n");
        QCOMPARE(codeOf(signIn(sasl, {user, password, Method::SaslPlain})), ErrorCode::InvalidArgument);
        QCOMPARE(sasl.written, QByteArray("CAPA\r\n"));
    }
}

void Pop3SignInTest::learnsPipeliningAfterSignInOnly()
{
    const QByteArray user("USER mia\r\n");
    auto before = greeted("USER\r\nPIPELINING\r\n");
    before.client(user).server("+OK\r\n").client("PASS s3cret word\r\n").server("+OK\r\n");
    before.client("CAPA\r\n").server("-ERR not now\r\n");
    const auto lockStep = signIn(before, userAndPassword());
    QVERIFY(lockStep);
    QVERIFY(!lockStep->capabilities().pipelining);
    QVERIFY(lockStep->capabilities().user);

    auto after = greeted("USER\r\n");
    after.client(user).server("+OK\r\n").client("PASS s3cret word\r\n").server("+OK\r\n");
    after.client("CAPA\r\n").server("+OK\r\nPIPELINING\r\nEXPIRE 0\r\nLOGIN-DELAY 300\r\n.\r\n");
    const auto pipelined = signIn(after, userAndPassword());
    QVERIFY(pipelined);
    QVERIFY(pipelined->capabilities().pipelining);
    QCOMPARE(pipelined->capabilities().loginDelay, std::optional(300));
}

void Pop3SignInTest::noSecretReachesALog_data()
{
    QTest::addColumn<int>("method");
    QTest::addColumn<bool>("accepted");
    for (const auto method : {Method::UserPass, Method::SaslPlain}) {
        QTest::addRow("%d accepted", int(method)) << int(method) << true;
        QTest::addRow("%d echoed in the refusal", int(method)) << int(method) << false;
    }
}

void Pop3SignInTest::noSecretReachesALog()
{
    QFETCH(int, method);
    QFETCH(bool, accepted);
    logged.clear();
    QLoggingCategory::setFilterRules(QStringLiteral("poplar.*.debug=true"));
    const auto previous = qInstallMessageHandler(remember);
    auto script = greeted("USER\r\nSASL PLAIN\r\n");
    const QByteArray answer =
        accepted ? "+OK\r\n" : "-ERR 's3cret word' is wrong, AG1pYQBzM2NyZXQgd29yZA== too\r\n";
    if (Method(method) == Method::UserPass)
        script.client("USER mia\r\n").server("+OK\r\n").client("PASS s3cret word\r\n").server(answer);
    else
        script.client("AUTH PLAIN " + plainResponse + "\r\n").server(answer);
    script.client("CAPA\r\n").server("-ERR\r\n");
    const auto mailbox = signIn(script, userAndPassword(Method(method)));
    qInstallMessageHandler(previous);
    QLoggingCategory::setFilterRules({});
    QCOMPARE(mailbox.has_value(), accepted);
    const QByteArray log = logged.join('\n');
    QVERIFY(log.contains("CAPA")); // there is a log to speak of
    QVERIFY(log.contains("***"));
    QVERIFY2(!log.contains("s3cret") && !log.contains("AG1pYQ"), log.constData());
    if (!accepted) {
        QVERIFY(!mailbox.error().serverText.contains(QStringLiteral("s3cret")));
        QCOMPARE(mailbox.error().serverText.contains(QStringLiteral("AG1pYQ")),
                 Method(method) == Method::UserPass);
        QVERIFY(!mailbox.error().detail.contains(QStringLiteral("s3cret")));
    }
}

// Some servers repeat what they were sent long after it.
void Pop3SignInTest::laterAnswersShowNoSecret()
{
    logged.clear();
    QLoggingCategory::setFilterRules(QStringLiteral("poplar.*.debug=true"));
    const auto previous = qInstallMessageHandler(remember);
    auto script = greeted("USER\r\nSASL PLAIN\r\n");
    script.client("AUTH PLAIN " + plainResponse + "\r\n").server("+OK\r\n");
    script.client("CAPA\r\n").server("-ERR\r\n");
    script.client("NOOP\r\n")
        .server("-ERR s3cret word, AG1pYQBzM2NyZXQgd29yZA==, S3CRET, czNjcmV0IHdvcmQ=\r\n");
    script.client("RSET\r\n").server("+OK [s3cret word] as usual\r\n");
    auto mailbox = signIn(script, userAndPassword(Method::SaslPlain));
    QVERIFY(mailbox.has_value());
    (void)mailbox->noop();
    QVERIFY(mailbox->rset().has_value());
    qInstallMessageHandler(previous);
    QLoggingCategory::setFilterRules({});
    QVERIFY2(script.isFulfilled(), script.mismatch());
    const QByteArray log = logged.join('\n');
    QVERIFY(log.contains("as usual"));
    QVERIFY2(!log.toLower().contains("s3cret") && !log.contains("AG1pYQ") && !log.contains("czNjcm"),
             log.constData());
}

QTEST_GUILESS_MAIN(Pop3SignInTest)
#include "Pop3SignInTest.moc"
