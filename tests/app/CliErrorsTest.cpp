// SPDX-License-Identifier: GPL-3.0-or-later
#include "CliProcess.h"
#include "Clock.h"
#include "DemoServer.h"
#include "MailSession.h"
#include "MemorySecrets.h"
#include "SampleMailbox.h"
#include "ScriptedPopServer.h"

#include <csignal>

namespace
{

const QByteArray wrongPassword = "not-the-Passw0rd";

void verifySentence(const CliProcess::Outcome &outcome, int code)
{
    QCOMPARE(outcome.code, code);
    QVERIFY2(outcome.err.startsWith("poplar-cli: "), outcome.err);
    QVERIFY2(outcome.err.trimmed().endsWith('.') || outcome.err.trimmed().endsWith("\u201d"), outcome.err);
    QVERIFY(!outcome.err.contains(wrongPassword));
    QVERIFY(!outcome.out.contains(wrongPassword));
}

} // namespace

// What goes wrong, and how poplar-cli says so.
class CliErrorsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void mistakesInUsageAreCode2_data();
    void mistakesInUsageAreCode2();
    void helpIsNoError_data();
    void helpIsNoError();
    void aMissingProfileIsNotMade();
    void accountsAreKeptChangedAndRemoved();
    void withoutAKeychainThePasswordIsNotKept();
    void aPasswordFileIsReadWithoutItsLineEnd();
    void accountTestSignsIn();
    void aWrongPasswordFailsWithASentence();
    void oneAccountOfTwoIsPartlyDone();
    void aServerThatIsNotThereIsTold();
    void aLockedProfileIsTold();
    void terminatingAFetchEndsItCleanly();
    void inspectHasAllFields();
    void inspectTellsAMissingFile();
    void whatSteersATerminalIsTakenOut();

private:
    std::optional<CliProcess> m_cli;
    DemoServer m_server{sampleMessages(1'790'000'000).mid(0, 5)};
    quint16 m_port = 0;
};

void CliErrorsTest::initTestCase()
{
    QVERIFY2(!CliProcess::program().isEmpty(), "POPLAR_CLI must name the program; ctest sets it");
    m_port = m_server.start();
    QVERIFY(m_port != 0);
}

void CliErrorsTest::init()
{
    m_cli.emplace();
}

void CliErrorsTest::mistakesInUsageAreCode2_data()
{
    QTest::addColumn<QString>("arguments");
    for (const char *arguments :
         {"",
          "fetchh",
          "--nonsense",
          "fetch|--nonsense",
          "fetch|Work",
          "list|inbox",
          "list|--limit|many",
          "list|--offset|-1",
          "show",
          "show|one",
          "show|0",
          "show|1|2",
          "inspect",
          "inspect|a|b",
          "verify|x",
          "demo|x",
          "account",
          "account|frobnicate",
          "account|show",
          "account|add|--name|N",
          "account|add|--name|N|--server|H|--user|U",
          "account|add|--name|N|--server|H|--user|U|--password|secret",
          "account|add|--name|N|--server|H|--user|U|--password-stdin|--security|ssl",
          "account|add|--name|N|--server|H|--user|U|--password-stdin|--port|70000",
          "account|add|--name|N|--server|H|--user|U|--password-stdin|--keep|days:0",
          "account|add|--name|N|--server|H|--user|U|--password-stdin|--keep|always",
          "account|add|--name|N|--server|H|--user|U|--password-stdin|--keep|forever,delete",
          "account|add|--name|N|--server|H|--user|U|--password-stdin|--keep|",
          "account|add|--name|N|--server|H|--user|U|--password-stdin|--keep|days:9999999",
          "account|add|--name|N|--server|H|--user|U|--password-stdin|--keep|newest-mb:x",
          "account|add|--name|N|--server|H|--user|U|--password-stdin|--keep-starred|perhaps",
          "account|add|--name|N|--server|H|--user|U|--password-stdin|--headers-only|perhaps",
          "account|add|--name|N|--server|H|--user|U|--password-stdin|--size-limit|-1",
          "account|add|--name|N|--server|H|--user|U|--password-stdin|--lines|-1",
          "account|add|--name|N|--server|H|--user|U|--password-stdin|--proxy|ftp://x:1",
          "account|add|--name|N|--server|H|--user|U|--password-stdin|--proxy|socks5://u:p@x:1",
          "account|add|--name|N|--server|H|--user|U|--password-stdin|--accept-certificate|12",
          "account|add|--name|N|--server|H|--user|U|--password-stdin|--client-certificate|/does/not/exist",
          "account|forecast",
          "account|confirm|A|B",
          "server",
          "server|list",
          "server|list|A|B",
          "server|get|A|B",
          "server|choose|A|keep",
          "server|choose|A|perhaps|1",
          "server|delete|A",
          "server|retry|A",
          "deletions|x",
          "deletions|--limit|0",
          "fetch|--whole|x",
          "account|add|--name|N|--server|H|--user|U|--password-stdin|--auth|kerberos",
          "account|add|--name|N|--server|H|--user|U|--password-stdin|--ca-file|/does/not/exist",
          "account|add|--name|N|--server|H|--user|U|--password-file|/does/not/exist"})
        QTest::newRow(*arguments ? arguments : "nothing") << QString::fromLatin1(arguments);
}

void CliErrorsTest::mistakesInUsageAreCode2()
{
    QFETCH(QString, arguments);
    const auto outcome = m_cli->run(arguments, "secret\n");
    verifySentence(outcome, 2);
    QVERIFY(outcome.out.isEmpty());
    QVERIFY(!outcome.err.contains("secret "));
    QVERIFY2(!QFileInfo::exists(m_cli->profile()), "a mistake makes no profile");
}

void CliErrorsTest::helpIsNoError_data()
{
    QTest::addColumn<QString>("arguments");
    for (const char *arguments : {"--help",
                                  "--version",
                                  "account|--help",
                                  "account|add|--help",
                                  "account|set|--help",
                                  "fetch|--help",
                                  "account|forecast|--help",
                                  "account|confirm|--help",
                                  "server|--help",
                                  "server|list|--help",
                                  "server|get|--help",
                                  "server|choose|--help",
                                  "server|delete|--help",
                                  "server|retry|--help",
                                  "deletions|--help",
                                  "list|--help",
                                  "show|--help",
                                  "inspect|--help",
                                  "verify|--help",
                                  "demo|--help"})
        QTest::newRow(arguments) << QString::fromLatin1(arguments);
}

void CliErrorsTest::helpIsNoError()
{
    QFETCH(QString, arguments);
    const auto outcome = m_cli->run(arguments);
    QCOMPARE(outcome.code, 0);
    QVERIFY(outcome.out.contains("poplar-cli"));
    QCOMPARE(outcome.err, QByteArray());
}

void CliErrorsTest::aMissingProfileIsNotMade()
{
    for (const char *arguments : {"fetch", "list", "show|1", "verify", "account|list", "account|show|N"}) {
        verifySentence(m_cli->run(QString::fromLatin1(arguments)), 1);
        QVERIFY(!QFileInfo::exists(m_cli->profile()));
    }
}

void CliErrorsTest::accountsAreKeptChangedAndRemoved()
{
    const auto added =
        m_cli->run(QStringLiteral("account|add|--name|Home|--server|pop.example.org|--user|anna|"
                                  "--keep|days:14|--email|anna@example.org|--password-stdin|"
                                  "--store-password-in-file|--json"),
                   "secret\n");
    QVERIFY2(added.code == 0, added.err);
    const QJsonObject account = added.object();
    QCOMPARE(account[QLatin1String("name")].toString(), QStringLiteral("Home"));
    QCOMPARE(account[QLatin1String("port")].toInt(), 995);
    QCOMPARE(account[QLatin1String("security")].toString(), QStringLiteral("tls"));
    QCOMPARE(account[QLatin1String("auth")].toString(), QStringLiteral("auto"));
    QCOMPARE(account[QLatin1String("keep")].toString(), QStringLiteral("days:14"));
    QVERIFY(!added.out.contains("secret"));

    QCOMPARE(m_cli->run(QStringLiteral("account|set|Home|--keep|delete|--security|starttls")).code, 0);
    const QJsonObject changed = m_cli->run(QStringLiteral("account|show|Home|--json")).object();
    QCOMPARE(changed[QLatin1String("keep")].toString(), QStringLiteral("delete"));
    QCOMPARE(changed[QLatin1String("port")].toInt(), 110);
    QCOMPARE(changed[QLatin1String("user")].toString(), QStringLiteral("anna"));
    QCOMPARE(m_cli->run(QStringLiteral("account|list|--json")).lines(), std::vector<QJsonObject>{changed});
    verifySentence(m_cli->addAccount(QStringLiteral("Home"), m_port), 1); // the name is taken
    verifySentence(m_cli->run(QStringLiteral("account|show|Nobody")), 1);

    QCOMPARE(m_cli->run(QStringLiteral("account|remove|Home")).code, 0);
    QCOMPARE(m_cli->run(QStringLiteral("account|list")).out, QByteArray());
    QFile secrets(m_cli->profile() + QStringLiteral("/secrets.json"));
    QVERIFY(!secrets.open(QIODevice::ReadOnly) || !secrets.readAll().contains("secret\""));
}

void CliErrorsTest::withoutAKeychainThePasswordIsNotKept()
{
    const auto outcome = m_cli->run(QStringLiteral("account|add|--name|N|--server|127.0.0.1|--user|demo|"
                                                   "--security|none|--password-stdin"),
                                    wrongPassword + '\n');
    verifySentence(outcome, 1);
    QVERIFY(outcome.err.contains("--store-password-in-file"));
    QCOMPARE(m_cli->run(QStringLiteral("account|list")).out, QByteArray());
}

void CliErrorsTest::aPasswordFileIsReadWithoutItsLineEnd()
{
    QFile file(m_cli->path(QStringLiteral("password")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("demo\r\n");
    file.close();
    const auto added =
        m_cli->run(QStringLiteral("account|add|--name|N|--server|127.0.0.1|--port|%1|--user|demo|"
                                  "--security|none|--store-password-in-file|--password-file|%2")
                       .arg(m_port)
                       .arg(file.fileName()));
    QVERIFY2(added.code == 0, added.err);
    QCOMPARE(m_cli->run(QStringLiteral("fetch")).code, 0);
    for (const QByteArray &bad :
         {QByteArray(), QByteArray("\n"), QByteArray("two\nlines\n"), QByteArray("a\0b", 3)})
        verifySentence(m_cli->run(QStringLiteral("account|set|N|--password-stdin"), bad), 2);
}

void CliErrorsTest::accountTestSignsIn()
{
    QCOMPARE(m_cli->addAccount(QStringLiteral("Good"), m_port).code, 0);
    QCOMPARE(m_cli->addAccount(QStringLiteral("Bad"), m_port, wrongPassword).code, 0);
    const auto good = m_cli->run(QStringLiteral("account|test|Good|--json"));
    QVERIFY2(good.code == 0, good.err);
    QCOMPARE(good.object()[QLatin1String("messages")].toInt(), 5);
    QVERIFY(good.object()[QLatin1String("tls")].isNull());
    verifySentence(m_cli->run(QStringLiteral("account|test|Bad")), 1);
    QCOMPARE(m_cli->run(QStringLiteral("account|test|Bad|--password-stdin"), "demo\n").code, 0);
}

void CliErrorsTest::aWrongPasswordFailsWithASentence()
{
    QCOMPARE(m_cli->addAccount(QStringLiteral("Work"), m_port, wrongPassword).code, 0);
    const auto fetched = m_cli->run(QStringLiteral("fetch|--json"));
    verifySentence(fetched, 1);
    QVERIFY(fetched.err.contains("password"));
    const QJsonObject error = fetched.array()[0][QLatin1String("error")].toObject();
    QCOMPARE(error[QLatin1String("code")].toString(), QStringLiteral("AuthRejected"));
}

void CliErrorsTest::oneAccountOfTwoIsPartlyDone()
{
    QCOMPARE(m_cli->addAccount(QStringLiteral("Good"), m_port).code, 0);
    QCOMPARE(m_cli->addAccount(QStringLiteral("Bad"), m_port, wrongPassword).code, 0);
    const auto fetched = m_cli->run(QStringLiteral("fetch|--account|Bad|--account|Good|--json"));
    verifySentence(fetched, 3);
    const QJsonArray reports = fetched.array();
    QCOMPARE(reports.size(), 2);
    QCOMPARE(reports[0][QLatin1String("account")].toString(), QStringLiteral("Bad"));
    QVERIFY(reports[0][QLatin1String("error")].isObject());
    QCOMPARE(reports[1][QLatin1String("fetched")].toInt(), 5);
    QVERIFY(reports[1][QLatin1String("error")].isNull());
}

void CliErrorsTest::aServerThatIsNotThereIsTold()
{
    quint16 port = 0;
    {
        DemoServer server({});
        port = server.start();
    }
    QCOMPARE(m_cli->addAccount(QStringLiteral("Work"), port).code, 0);
    const auto fetched = m_cli->run(QStringLiteral("fetch"));
    verifySentence(fetched, 1);
    QVERIFY(fetched.err.contains("127.0.0.1"));
}

void CliErrorsTest::aLockedProfileIsTold()
{
    QCOMPARE(m_cli->addAccount(QStringLiteral("Work"), m_port).code, 0);
    const SystemClock clock;
    MemorySecrets secrets;
    MailSession session(m_cli->profile(), secrets, clock);
    std::optional<bool> isOpen;
    session.open(this, [&](const Result<void> &opened) { isOpen = opened.has_value(); });
    QTRY_VERIFY(isOpen);
    QVERIFY(*isOpen);
    for (const char *arguments : {"list", "fetch", "verify", "account|list"})
        verifySentence(m_cli->run(QString::fromLatin1(arguments)), 1);
}

void CliErrorsTest::terminatingAFetchEndsItCleanly()
{
    ScriptedPopServer server([](ScriptedPopServer::Peer &peer) {
        peer.send("+OK ready\r\n");
        (void)peer.receiveLine();
        peer.stall();
    });
    QCOMPARE(m_cli->addAccount(QStringLiteral("Work"), server.port()).code, 0);
    QProcess process;
    m_cli->prepare(process, QStringLiteral("fetch|--json"));
    process.start();
    QTRY_VERIFY_WITH_TIMEOUT(!server.received().isEmpty(), 20'000);
    process.terminate();
    const auto fetched = CliProcess::finish(process);
    QCOMPARE(fetched.code, 1);
    const QJsonObject error = fetched.array()[0][QLatin1String("error")].toObject();
    QCOMPARE(error[QLatin1String("code")].toString(), QStringLiteral("Cancelled"));
    QVERIFY(!server.hasReceived("QUIT"));
}

void CliErrorsTest::inspectHasAllFields()
{
    QFile file(m_cli->path(QStringLiteral("mail.eml")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        "From: =?utf-8?q?J=C3=BCrgen?= <j@example.org>\r\nTo: a@example.org, B <b@example.org>\r\n"
        "Subject: Plan\r\nDate: Tue, 17 Nov 2026 09:30:00 +0100\r\nMessage-ID: <1@example.org>\r\n"
        "In-Reply-To: <0@example.org>\r\nReferences: <a@x> <0@example.org>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n"
        "--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n--b--\r\n");
    file.close();
    const auto inspected = m_cli->run(QStringLiteral("inspect|%1|--json").arg(file.fileName()));
    QVERIFY2(inspected.code == 0, inspected.err);
    const QJsonObject mail = inspected.object();
    QStringList keys = mail.keys();
    QStringList expected =
        QStringLiteral("subject from sender to cc bcc reply_to date date_source message_id in_reply_to "
                       "references list_id text charset html safe_html preview attachments parts cards "
                       "automatic_reply security trust defects")
            .split(u' ');
    keys.sort();
    expected.sort();
    QCOMPARE(keys, expected);
    QCOMPARE(mail[QLatin1String("from")][0][QLatin1String("name")].toString(), QStringLiteral("J\u00fcrgen"));
    QCOMPARE(mail[QLatin1String("to")].toArray().size(), 2);
    QCOMPARE(mail[QLatin1String("date")].toString(), QStringLiteral("2026-11-17T08:30:00Z"));
    QCOMPARE(mail[QLatin1String("message_id")].toString(), QStringLiteral("1@example.org"));
    QCOMPARE(mail[QLatin1String("references")].toArray().size(), 2);
    QVERIFY(mail[QLatin1String("html")].isNull());
    QVERIFY(mail[QLatin1String("safe_html")].isNull());
    QCOMPARE(mail[QLatin1String("preview")].toString(), QStringLiteral("Hello"));
    QVERIFY(mail[QLatin1String("cards")].toArray().isEmpty());
    const QJsonObject attachment = mail[QLatin1String("attachments")][0].toObject();
    QCOMPARE(attachment[QLatin1String("name")].toString(), QStringLiteral("a.pdf"));
    QCOMPARE(attachment[QLatin1String("size")].toInt(), 5);
    QCOMPARE(attachment[QLatin1String("sha256")].toString(),
             QStringLiteral("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"));
    QCOMPARE(mail[QLatin1String("parts")][QLatin1String("type")].toString(),
             QStringLiteral("multipart/mixed"));
    QCOMPARE(mail[QLatin1String("parts")][QLatin1String("children")].toArray().size(), 2);
    const auto brief = m_cli->run(QStringLiteral("inspect|%1").arg(file.fileName()));
    for (const char *words : {"Subject: Plan\n", "\nHello\n", "a.pdf", "message id: 1@example.org\n",
                              "\nTrust:\n  verdict: ", "\nParts:\n  multipart/mixed\n    text/plain"})
        QVERIFY2(brief.out.contains(words), words);
    QVERIFY2(!QFileInfo::exists(m_cli->profile()), "inspecting needs no profile");
}

void CliErrorsTest::inspectTellsAMissingFile()
{
    verifySentence(m_cli->run(QStringLiteral("inspect|/does/not/exist.eml")), 1);
    const auto nothing = m_cli->run(QStringLiteral("inspect|-|--json"));
    QCOMPARE(nothing.code, 0); // an empty message is a message
    QVERIFY(!nothing.object().isEmpty());
}

void CliErrorsTest::whatSteersATerminalIsTakenOut()
{
    const auto shown = m_cli->run(QStringLiteral("inspect|-"),
                                  "From: a@example.org\r\nSubject: =?utf-8?q?red=1B[31m=E2=80=AEtxt?=\r\n\r\n"
                                  "\x1b]0;title\x07 and \xc2\x9b more\r\n");
    QCOMPARE(shown.code, 0);
    for (const char *bad : {"\x1b", "\x07", "\xc2\x9b", "\xe2\x80\xae"})
        QVERIFY(!shown.out.contains(bad));
    QVERIFY(shown.out.contains("more"));
}

QTEST_GUILESS_MAIN(CliErrorsTest)
#include "CliErrorsTest.moc"
