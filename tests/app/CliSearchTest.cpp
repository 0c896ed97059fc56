// SPDX-License-Identifier: GPL-3.0-or-later
#include "CliProcess.h"
#include "DemoServer.h"

#include <algorithm>
#include <csignal>

// poplar-cli search, on mail from a server on loopback.
class CliSearchTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void rowsAreThoseOfListNewestFirst();
    void limitAndCountDoAsTheySay();
    void wordsMayBeGivenOneByOne();
    void everyMessageIsFoundWithoutAnIndex();
    void errorsPointAtTheCharacter_data();
    void errorsPointAtTheCharacter();
    void namesThatDoNotExistAreTold();
    void anUnreadableMessageIsTold();
    void interruptingSaysThatResultsAreNotComplete();

private:
    CliProcess m_cli;
    std::unique_ptr<DemoServer> m_server;
};

namespace
{
// The later the number, the earlier the date.
QByteArray message(int number)
{
    return "From: Clara Novak <clara@shop.example>\r\nTo: anna@work.example\r\nSubject: Offer " +
           QByteArray::number(number) + "\r\nDate: Fri, 17 May " + QByteArray::number(2023 - number) +
           " 10:00:00 +0000\r\n\r\nThe price is " + QByteArray::number(number * 100) + " euro.\r\n" +
           QByteArray(40, 'x') + "\r\n";
}

QStringList subjects(const CliProcess::Outcome &outcome)
{
    QStringList subjects;
    for (const QJsonObject &row : outcome.lines())
        subjects += row[QLatin1String("subject")].toString();
    return subjects;
}
} // namespace

void CliSearchTest::initTestCase()
{
    QVERIFY2(!CliProcess::program().isEmpty(), "POPLAR_CLI must name the program; ctest sets it");
    QByteArrayList messages;
    for (int i = 0; i < 10; ++i)
        messages += message(i);
    m_server = std::make_unique<DemoServer>(messages);
    const auto added = m_cli.addAccount(QStringLiteral("Work"), m_server->start());
    QVERIFY2(added.code == 0, added.err);
    const auto fetched = m_cli.run(QStringLiteral("fetch"));
    QVERIFY2(fetched.code == 0, fetched.err);
}

void CliSearchTest::rowsAreThoseOfListNewestFirst()
{
    const auto found = m_cli.run(QStringLiteral("search|offer|--json"));
    QVERIFY2(found.code == 0, found.err);
    QCOMPARE(found.err, QByteArray()); // no terminal: no progress
    QCOMPARE(found.out, m_cli.run(QStringLiteral("list|--json")).out);
    QCOMPARE(subjects(found).size(), 10);
    QCOMPARE(subjects(found).first(), QStringLiteral("Offer 0"));
    QCOMPARE(m_cli.run(QStringLiteral("search|offer")).out, m_cli.run(QStringLiteral("list")).out);
}

void CliSearchTest::limitAndCountDoAsTheySay()
{
    QCOMPARE(subjects(m_cli.run(QStringLiteral("search|offer|--limit|2|--json"))),
             (QStringList{QStringLiteral("Offer 0"), QStringLiteral("Offer 1")}));
    QCOMPARE(m_cli.run(QStringLiteral("search|offer|--count")).out, QByteArray("10\n"));
    const auto counted = m_cli.run(QStringLiteral("search|nosuchword|--count|--json"));
    QCOMPARE(counted.code, 0);
    QCOMPARE(counted.object(), (QJsonObject{{QStringLiteral("count"), 0}}));
    QCOMPARE(m_cli.run(QStringLiteral("search|offer|--limit|x")).code, 2);
    QCOMPARE(m_cli.run(QStringLiteral("search")).code, 2);
}

void CliSearchTest::wordsMayBeGivenOneByOne()
{
    QCOMPARE(subjects(m_cli.run(QStringLiteral("search|--json|from:clara|700"))),
             QStringList{QStringLiteral("Offer 7")});
    QCOMPARE(subjects(m_cli.run(QStringLiteral("search|--json|--|-100|-200|after:2020"))),
             (QStringList{QStringLiteral("Offer 0"), QStringLiteral("Offer 3")}));
}

void CliSearchTest::everyMessageIsFoundWithoutAnIndex()
{
    for (const auto &suffix : {"", "-wal", "-shm"})
        QFile::remove(m_cli.profile() + QStringLiteral("/search.db") + QLatin1String(suffix));
    QCOMPARE(subjects(m_cli.run(QStringLiteral("search|--json|\"price is 300\""))),
             QStringList{QStringLiteral("Offer 3")});
}

void CliSearchTest::errorsPointAtTheCharacter_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("complaint");
    const auto row = [](const char *query, const char *complaint) {
        QTest::newRow(query) << QString::fromUtf8(query) << QString::fromUtf8(complaint);
    };
    row("invoice larger:x1", "poplar-cli: “x1” is not a size. Write 300k, 5M or 1G.\n"
                             "  invoice larger:x1\n"
                             "                 ^^\n");
    row("会議 \"open", "poplar-cli: The closing quotation mark is missing.\n"
                       "  会議 \"open\n"
                       "       ^\n");
    row("from:", "poplar-cli: Something is missing after the colon.\n"
                 "  from:\n"
                 "       ^\n");
    row("a (b or c", "poplar-cli: The closing parenthesis is missing.\n"
                     "  a (b or c\n"
                     "    ^\n");
    row("/a(b/", "poplar-cli: The regular expression cannot be understood from here on.\n"
                 "  /a(b/\n"
                 "      ^\n");
}

void CliSearchTest::errorsPointAtTheCharacter()
{
    QFETCH(QString, query);
    QFETCH(QString, complaint);
    const auto outcome = m_cli.run(QStringLiteral("search|") + query);
    QCOMPARE(outcome.code, 2);
    QCOMPARE(QString::fromUtf8(outcome.err), complaint);
    QCOMPARE(outcome.out, QByteArray());
}

void CliSearchTest::namesThatDoNotExistAreTold()
{
    const auto outcome = m_cli.run(QStringLiteral("search|in:nowhere or tag:none or price"));
    QCOMPARE(outcome.code, 0);
    QCOMPARE(
        QString::fromUtf8(outcome.err),
        QStringLiteral("poplar-cli: There is no folder “nowhere”.\npoplar-cli: There is no tag “none”.\n"));
    QCOMPARE(outcome.out.count('\n'), 10);
}

void CliSearchTest::anUnreadableMessageIsTold()
{
    const QString path = m_cli.profile() + QStringLiteral("/vault/000001.seg");
    QFile segment(path);
    QVERIFY(segment.open(QIODevice::ReadWrite));
    const QByteArray whole = segment.readAll();
    QByteArray damaged = whole;
    damaged[damaged.size() - 40] = static_cast<char>(damaged[damaged.size() - 40] ^ 0x10);
    segment.seek(0);
    segment.write(damaged);
    segment.flush();
    // The expression has every message read.
    const auto outcome = m_cli.run(QStringLiteral("search|--count|/Offer \\d/"));
    segment.seek(0);
    segment.write(whole);
    segment.close();
    QCOMPARE(outcome.out, QByteArray("10\n")); // the damaged one by its subject
    QCOMPARE(outcome.code, 3);
    QVERIFY2(outcome.err.startsWith("poplar-cli: 1 message could not be read"), outcome.err);
}

void CliSearchTest::interruptingSaysThatResultsAreNotComplete()
{
#ifdef Q_OS_UNIX
    // Each of them tries all the ways to cut the row of x, up to the limit of steps.
    QStringList expressions;
    for (int i = 0; i < 5000; ++i)
        expressions += QStringLiteral("/(x+x+)+[yq]%1/").arg(i);
    CliProcess::Outcome outcome;
    // How long the program takes to begin, and then to search, is anybody's guess.
    for (int wait = 50; wait < 20'000 && outcome.code != 3; wait += wait / 5) {
        QProcess process;
        m_cli.prepare(process, QStringLiteral("search|") + expressions.join(QLatin1String(" or ")));
        process.start();
        QVERIFY(process.waitForStarted());
        QTest::qWait(wait);
        // Of a process that has ended the id is 0, which would be every process of this group.
        if (process.state() == QProcess::Running)
            ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        outcome = CliProcess::finish(process);
    }
    QCOMPARE(outcome.code, 3);
    QCOMPARE(outcome.err,
             QByteArray("poplar-cli: Stopped before everything was searched. The results are not "
                        "complete.\n"));
#endif
}

QTEST_GUILESS_MAIN(CliSearchTest)
#include "CliSearchTest.moc"
