// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLine.h"
#include "DovecotServer.h"
#include "GeneratedMail.h"
#include "Reason.h"
#include "ScriptedPopServer.h"
#include "TestProxy.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

// `poplar-cli account doctor` against a real Dovecot: what it prints, how it ends, what it leaves alone.
class DoctorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void savedAccountIsExamined_data();
    void savedAccountIsExamined();
    void textSaysTheSame();
    void unsavedServerIsExamined();
    void proxyIsPassed();
    void optionsCountForThisTime();
    void whatIsWrongIsSaid_data();
    void whatIsWrongIsSaid();
    void mistakesInUsageAreCode2_data();
    void mistakesInUsageAreCode2();
    void interruptEndsIt();

private:
    using Outcome = CommandLine::Outcome;

    static constexpr int messages = 20;
    Outcome run(const QStringList &arguments) const
    {
        return m_cli->run(QStringList{QStringLiteral("account"), QStringLiteral("doctor")} + arguments);
    }
    // For a server that no account names.
    QStringList server(const QStringList &more = {}) const;
    QString file(const QString &name, const QByteArray &text) const;
    static QJsonObject object(const Outcome &outcome)
    {
        return QJsonDocument::fromJson(outcome.output).object();
    }
    // "dns+ tcp+ tls! greeting-"
    static QString outcomeOf(const QJsonObject &diagnosis);

    DovecotServer m_server;
    std::optional<QTemporaryDir> m_directory;
    std::optional<CommandLine> m_cli;
    const QString m_user = QStringLiteral("anna");
};

namespace
{
const QString allWell = QStringLiteral("dns+ tcp+ tls+ greeting+ capa+ sign-in+ stat+ uidl+");
} // namespace

void DoctorTest::initTestCase()
{
    const auto started = m_server.start();
    QVERIFY2(started, reason(started));
    auto maildir = m_server.maildir(m_user);
    QVERIFY(maildir && maildir->deliver(generatedMessages(0, messages)));
}

void DoctorTest::init()
{
    m_directory.emplace();
    m_cli.emplace(m_directory->filePath(QStringLiteral("profile")));
}

QString DoctorTest::file(const QString &name, const QByteArray &text) const
{
    QFile file(m_directory->filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write a file");
    return file.fileName();
}

QStringList DoctorTest::server(const QStringList &more) const
{
    return QStringList{QStringLiteral("--json"),
                       QStringLiteral("--server"),
                       QStringLiteral("localhost"),
                       QStringLiteral("--port"),
                       QString::number(m_server.tlsPort()),
                       QStringLiteral("--user"),
                       m_user,
                       QStringLiteral("--ca-file"),
                       m_server.caFile(),
                       QStringLiteral("--password-file"),
                       file(QStringLiteral("password"), DovecotServer::password().toUtf8() + '\n')} +
           more;
}

QString DoctorTest::outcomeOf(const QJsonObject &diagnosis)
{
    QStringList words;
    for (const auto &value : diagnosis[QStringLiteral("steps")].toArray()) {
        const QJsonObject step = value.toObject();
        const QJsonValue ok = step[QStringLiteral("ok")];
        words.append(step[QStringLiteral("step")].toString() + QLatin1Char(ok.isNull()   ? '-'
                                                                           : ok.toBool() ? '+'
                                                                                         : '!'));
    }
    return words.join(QLatin1Char(' '));
}

void DoctorTest::savedAccountIsExamined_data()
{
    QTest::addColumn<int>("security");
    QTest::addColumn<QString>("expected");
    QTest::newRow("TLS") << int(ServerSecurity::Tls) << allWell;
    QTest::newRow("STLS") << int(ServerSecurity::StartTls)
                          << "dns+ tcp+ greeting+ tls+ capa+ sign-in+ stat+ uidl+";
}

void DoctorTest::savedAccountIsExamined()
{
    QFETCH(const int, security);
    QFETCH(const QString, expected);
    // A check would delete all there is.
    const auto added = m_cli->addAccount(m_server.settings(m_user, ServerSecurity(security)),
                                         DovecotServer::password(), QStringLiteral("delete"));
    QVERIFY2(added, reason(added));
    const Outcome outcome = run({QStringLiteral("--json"), m_user});
    QVERIFY2(outcome.exitCode == 0, outcome.output + outcome.errors);
    const QJsonObject diagnosis = object(outcome);
    QCOMPARE(outcomeOf(diagnosis), expected);
    QCOMPARE(diagnosis[QStringLiteral("ok")], QJsonValue(true));
    for (const auto &value : diagnosis[QStringLiteral("steps")].toArray()) {
        const QJsonObject step = value.toObject();
        QVERIFY(step[QStringLiteral("milliseconds")].isDouble());
        QVERIFY(!step[QStringLiteral("detail")].toString().isEmpty());
        QVERIFY(step[QStringLiteral("error")].isNull() && step[QStringLiteral("explanation")].isNull());
    }
    const QString log = diagnosis[QStringLiteral("wire_log")].toString();
    for (const char *line : {"C: CAPA", "C: AUTH ", "C: STAT", "S: +OK 20 ", "C: UIDL", "C: QUIT"})
        QVERIFY2(log.contains(QLatin1String(line)), qPrintable(log));
    QVERIFY(!outcome.output.contains(DovecotServer::password().toUtf8()));
    QVERIFY(!outcome.output.contains(DovecotServer::password().toUtf8().toBase64()));
    QCOMPARE(m_server.maildir(m_user)->messages(), messages);
}

void DoctorTest::textSaysTheSame()
{
    const auto added =
        m_cli->addAccount(m_server.settings(m_user), DovecotServer::password(), QStringLiteral("forever"));
    QVERIFY2(added, reason(added));
    const Outcome brief = run({m_user});
    QVERIFY2(brief.exitCode == 0, brief.output + brief.errors);
    for (const char *name : {"dns ", "tcp ", "tls ", "greeting ", "capa ", "sign-in ", "stat ", "uidl "})
        QVERIFY2(brief.output.startsWith(name) || brief.output.contains(QByteArray("\n") + name), name);
    QCOMPARE(brief.output.count(" ok "), qsizetype(8));
    QVERIFY(brief.output.contains("20 messages with unique-ids"));
    QVERIFY(brief.output.contains("TLS 1.3"));
    QVERIFY(!brief.output.contains("C: CAPA"));
    QVERIFY(brief.errors.isEmpty());
    const Outcome full = run({m_user, QStringLiteral("--log")});
    QCOMPARE(full.exitCode, 0);
    QVERIFY(full.output.contains("C: CAPA"));
    QVERIFY(!full.output.contains(DovecotServer::password().toUtf8()));
}

void DoctorTest::unsavedServerIsExamined()
{
    const Outcome outcome = run(server());
    QVERIFY2(outcome.exitCode == 0, outcome.output + outcome.errors);
    QCOMPARE(outcomeOf(object(outcome)), allWell);
    QVERIFY(!QFile::exists(m_directory->filePath(QStringLiteral("profile"))));
}

void DoctorTest::proxyIsPassed()
{
    const TestProxy proxy({.kind = TestProxy::Kind::Socks5,
                           .target = m_server.tlsPort(),
                           .user = "me",
                           .password = "un1t-Secret-9"});
    const QString url = QStringLiteral("socks5://me@127.0.0.1:%1").arg(proxy.port());
    const auto with = [&](const QByteArray &password) {
        return run(server({QStringLiteral("--proxy"), url, QStringLiteral("--proxy-password-file"),
                           file(QStringLiteral("proxy"), password)}));
    };
    const Outcome good = with("un1t-Secret-9\n");
    QVERIFY2(good.exitCode == 0, good.output + good.errors);
    QCOMPARE(outcomeOf(object(good)), allWell);
    QVERIFY(good.output.contains("through the SOCKS5 proxy 127.0.0.1:"));
    QVERIFY(!good.output.contains("un1t-Secret"));
    QCOMPARE(proxy.requests(), QByteArrayList{"localhost:" + QByteArray::number(m_server.tlsPort())});
    const Outcome bad = with("another-Secret-9\n");
    QCOMPARE(bad.exitCode, 1);
    QCOMPARE(outcomeOf(object(bad)), QStringLiteral("dns+ tcp! tls- greeting- capa- sign-in- stat- uidl-"));
    QVERIFY(!bad.output.contains("another-Secret"));
}

void DoctorTest::optionsCountForThisTime()
{
    auto wrong = m_server.settings(m_user);
    wrong.port = 1; // where nobody listens
    QVERIFY(m_cli->addAccount(wrong, QStringLiteral("not-this"), QStringLiteral("forever")));
    const Outcome before = run({m_user, QStringLiteral("--json")});
    QCOMPARE(before.exitCode, 1);
    QCOMPARE(outcomeOf(object(before)),
             QStringLiteral("dns+ tcp! tls- greeting- capa- sign-in- stat- uidl-"));
    const Outcome with = run(server({m_user}));
    QVERIFY2(with.exitCode == 0, with.output + with.errors);
    const Outcome after = run({m_user, QStringLiteral("--json")});
    QCOMPARE(outcomeOf(object(after)), outcomeOf(object(before)));
}

void DoctorTest::whatIsWrongIsSaid_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("error");
    const auto option = [](const char *name, const QString &value) {
        return QStringList{QString::fromLatin1(name), value};
    };
    QTest::newRow("unknown authority")
        << option("--ca-file", {}) << "dns+ tcp+ tls! greeting- capa- sign-in- stat- uidl-"
        << "CertificateUntrusted";
    QTest::newRow("another certificate than accepted")
        << option("--ca-file", {}) + option("--accept-certificate", QString(64, u'a'))
        << "dns+ tcp+ tls! greeting- capa- sign-in- stat- uidl-"
        << "CertificateChanged";
    QTest::newRow("TLS where there is none")
        << option("--port", QStringLiteral("PLAIN")) << "dns+ tcp+ tls! greeting- capa- sign-in- stat- uidl-"
        << "TlsFailed";
    QTest::newRow("no such name") << option("--server", QStringLiteral("no..such..host"))
                                  << "dns! tcp- tls- greeting- capa- sign-in- stat- uidl-"
                                  << "HostNotFound";
    QTest::newRow("wrong password") << option("--password-file", QStringLiteral("WRONG"))
                                    << "dns+ tcp+ tls+ greeting+ capa+ sign-in! stat- uidl-"
                                    << "AuthRejected";
    QTest::newRow("a way that is not offered")
        << option("--auth", QStringLiteral("apop")) << "dns+ tcp+ tls+ greeting+ capa+ sign-in! stat- uidl-"
        << "SignInNotOffered";
}

void DoctorTest::whatIsWrongIsSaid()
{
    QFETCH(QStringList, more);
    QFETCH(const QString, expected);
    QFETCH(const QString, error);
    more.replaceInStrings(QStringLiteral("PLAIN"), QString::number(m_server.port()));
    if (more.contains(QStringLiteral("WRONG")))
        more.replaceInStrings(QStringLiteral("WRONG"), file(QStringLiteral("wrong"), "not-the-Passw0rd\n"));
    const Outcome outcome = run(server(more));
    QVERIFY2(outcome.exitCode == 1, outcome.errors);
    const QJsonObject diagnosis = object(outcome);
    QCOMPARE(outcomeOf(diagnosis), expected);
    QCOMPARE(diagnosis[QStringLiteral("ok")], QJsonValue(false));
    int failed = 0;
    for (const auto &value : diagnosis[QStringLiteral("steps")].toArray()) {
        const QJsonObject step = value.toObject();
        if (step[QStringLiteral("ok")] != QJsonValue(false))
            continue;
        ++failed;
        QCOMPARE(step[QStringLiteral("error")].toString(), error);
        QVERIFY(step[QStringLiteral("explanation")].toString().endsWith(QLatin1Char('.')) ||
                step[QStringLiteral("explanation")].toString().size() > 20);
    }
    QCOMPARE(failed, 1);
    QVERIFY(!outcome.output.contains("not-the-Passw0rd"));
    QVERIFY(!outcome.output.contains(DovecotServer::password().toUtf8()));
    QCOMPARE(m_server.maildir(m_user)->messages(), messages);
}

void DoctorTest::mistakesInUsageAreCode2_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const char *arguments) {
        QTest::newRow(*arguments ? arguments : "nothing")
            << QString::fromLatin1(arguments).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    };
    row("");
    row("one two");
    row("--server localhost");
    row("--user anna");
    row("--server localhost --user anna --port 0");
    row("--server localhost --user anna --security ssl");
    row("--server localhost --user anna --password-file /nonexistent/file");
    row("--server localhost --user anna --password secret");
    row("--server localhost --user anna --proxy nonsense");
}

void DoctorTest::mistakesInUsageAreCode2()
{
    QFETCH(const QStringList, arguments);
    const Outcome outcome = run(arguments);
    QVERIFY2(outcome.exitCode == 2, outcome.output + outcome.errors);
    QVERIFY(outcome.output.isEmpty());
    QVERIFY(outcome.errors.startsWith("poplar-cli: "));
    QVERIFY(!QFile::exists(m_directory->filePath(QStringLiteral("profile"))));
}

void DoctorTest::interruptEndsIt()
{
#ifdef Q_OS_UNIX
    ScriptedPopServer silent([](ScriptedPopServer::Peer &peer) { peer.stall(); });
    const auto process = m_cli->start(QStringList{QStringLiteral("account"), QStringLiteral("doctor")} +
                                      server({QStringLiteral("--port"), QString::number(silent.port())}));
    QTRY_COMPARE_WITH_TIMEOUT(silent.connections(), 1, 20'000);
    process->terminate();
    QVERIFY(process->waitForFinished(20'000));
    QCOMPARE(process->exitStatus(), QProcess::NormalExit);
    QCOMPARE(process->exitCode(), 1);
    const QJsonObject diagnosis = QJsonDocument::fromJson(process->readAllStandardOutput()).object();
    QCOMPARE(outcomeOf(diagnosis), QStringLiteral("dns+ tcp+ tls! greeting- capa- sign-in- stat- uidl-"));
#endif
}

QTEST_GUILESS_MAIN(DoctorTest)
#include "DoctorTest.moc"
