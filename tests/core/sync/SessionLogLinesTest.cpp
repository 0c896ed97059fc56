// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoggedSession.h"

#include <QTest>

namespace
{
const QByteArray password = "hunter2/CorrectH0rse";
} // namespace

// Which lines a wire log has, however they arrive.
class SessionLogLinesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shortSecretLeavesTheProtocolReadable();
    void mailIsLeftOut_data();
    void mailIsLeftOut();
    void answersBelongToTheirCommands();
    void serversThatEndLinesWithLineFeeds();
    void listingsShowTheirFirstLines();
    void tlsBeginsAnew();
    void connectionBeginsAnew();
    void whatDoesNotPrintIsReplaced();
    void sizeIsBounded_data();
    void sizeIsBounded();
};

// Commands and status say what happened, whatever the password is.
void SessionLogLinesTest::shortSecretLeavesTheProtocolReadable()
{
    for (const QByteArray secret : {"OK", "+OK", "-ERR", "STAT", "stat", "e", "pass", "."}) {
        SessionLog log;
        play(log,
             {server("+OK\r\n"), client("PASS " + secret), server("+OK stay\r\n"), client("STAT"),
              server("+OK 7 9\r\n"), client("UIDL"), server("+OK\r\n7 9\r\n.\r\n"), client("QUIT"),
              server("-ERR\r\n")},
             3);
        const QByteArrayList lines = linesOf(log).split('\n');
        QCOMPARE(lines.value(1), QByteArray("C: PASS ***"));
        QVERIFY(lines.value(2).startsWith("S: +OK"));
        QCOMPARE(lines.mid(3, 6),
                 (QByteArrayList{"C: STAT", "S: +OK 7 9", "C: UIDL", "S: +OK", "S: 7 9", "S: ."}));
        QCOMPARE(lines.mid(9), (QByteArrayList{"C: QUIT", "S: -ERR", ""}));
    }
}

void SessionLogLinesTest::mailIsLeftOut_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<int>("segment");
    for (const char *command : {"RETR 1", "TOP 1 40"})
        for (const int segment : {1, 2, 3, 5, 64, 1 << 20})
            QTest::addRow("%s, segments of %d", command, segment) << QByteArray(command) << segment;
}

void SessionLogLinesTest::mailIsLeftOut()
{
    QFETCH(const QByteArray, command);
    QFETCH(const int, segment);
    // Lines that look like something else, among them the end of a body whose lines end in LF.
    const QByteArray mail = "Subject: private\r\n\r\n+OK private\r\n-ERR private\r\n+ private\r\nprivate\n.\n"
                            "+OK private again\r\n..private\r\nC: private\r\n";
    SessionLog log;
    play(log,
         {server("+OK\r\n"), client(command), server("+OK 99 octets\r\n" + mail + ".\r\n"), client("NOOP"),
          server("+OK nothing\r\n")},
         segment);
    QVERIFY2(!log.text().contains(QStringLiteral("private")), qPrintable(log.text()));
    QCOMPARE(linesOf(log), "S: +OK\nC: " + command + "\nS: +OK 99 octets\nS: ... " +
                               QByteArray::number(mail.size() - 1) +
                               " octets of mail\nC: NOOP\nS: +OK nothing\n");
}

void SessionLogLinesTest::answersBelongToTheirCommands()
{
    for (const int segment : {1, 4, 1 << 20}) {
        SessionLog log;
        play(log,
             {server("+OK\r\n"),
              {'C', "RETR 1\r\nRETR 2\r\nLIST 1\r\nUIDL\r\nRETR 3\r\nDELE 1\r\n"},
              server(
                  "+OK\r\nprivate one\r\n.\r\n-ERR no such message\r\n+OK 1 120\r\n+OK\r\n1 a\r\n2 b\r\n.\r\n"
                  "+OK\r\n+OK private\r\n.\r\n+OK deleted\r\n")},
             segment);
        QCOMPARE(
            linesOf(log),
            "S: +OK\nC: RETR 1\nC: RETR 2\nC: LIST 1\nC: UIDL\nC: RETR 3\nC: DELE 1\nS: +OK\n"
            "S: ... 13 octets of mail\nS: -ERR no such message\nS: +OK 1 120\nS: +OK\nS: 1 a\nS: 2 b\nS: .\n"
            "S: +OK\nS: ... 13 octets of mail\nS: +OK deleted\n");
    }
}

void SessionLogLinesTest::serversThatEndLinesWithLineFeeds()
{
    for (const int segment : {1, 1 << 20}) {
        SessionLog log;
        play(log,
             {server("+OK\n"), client("PASS " + password), server("-ERR " + password + "\n"),
              client("RETR 1"), server("+OK\nprivate\n..private\n.\n"), client("QUIT"), server("+OK bye\n")},
             segment);
        QCOMPARE(linesOf(log), "S: +OK\nC: PASS ***\nS: -ERR ***\nC: RETR 1\nS: +OK\n"
                               "S: ... 17 octets of mail\nC: QUIT\nS: +OK bye\n");
    }
}

void SessionLogLinesTest::listingsShowTheirFirstLines()
{
    QByteArray uidl = "+OK\r\n", list = "+OK 1000 messages\r\n";
    for (int number = 1; number <= 1000; ++number) {
        uidl += QByteArray::number(number) + " uid" + QByteArray::number(number) + "\r\n";
        list += QByteArray::number(number) + " 4000\r\n";
    }
    SessionLog log;
    play(log,
         {server("+OK\r\n"),
          client("CAPA"),
          server("+OK\r\nTOP\r\nUIDL\r\nUSER\r\nPIPELINING\r\nSTLS\r\nUTF8\r\n.\r\n"),
          {'C', "LIST\r\nUIDL\r\n"},
          server(list + ".\r\n" + uidl + ".\r\n")},
         1000);
    QCOMPARE(linesOf(log),
             "S: +OK\nC: CAPA\nS: +OK\nS: TOP\nS: UIDL\nS: USER\nS: PIPELINING\nS: STLS\nS: UTF8\nS: .\n"
             "C: LIST\nC: UIDL\nS: +OK 1000 messages\nS: 1 4000\nS: 2 4000\nS: 3 4000\nS: 4 4000\nS: 5 4000\n"
             "S: ... 995 more lines\nS: .\nS: +OK\nS: 1 uid1\nS: 2 uid2\nS: 3 uid3\nS: 4 uid4\nS: 5 uid5\n"
             "S: ... 995 more lines\nS: .\n");
    QCOMPARE(log.capabilities().size(), 6);
}

void SessionLogLinesTest::tlsBeginsAnew()
{
    SessionLog log;
    play(log,
         {server("+OK hello\n"), client("CAPA"), server("+OK\nSTLS\n.\n"), client("STLS"), server("+OK\n")},
         1);
    log.tlsStarted(QStringLiteral("TLS 1.3"));
    play(log, {client("RETR 1"), server("+OK\r\nprivate\n.\nprivate\r\n.\r\n")}, 1);
    QCOMPARE(linesOf(log),
             "S: +OK hello\nC: CAPA\nS: +OK\nS: STLS\nS: .\nC: STLS\nS: +OK\n-- from here on TLS 1.3\n"
             "C: RETR 1\nS: +OK\nS: ... 19 octets of mail\n");
    QCOMPARE(log.greeting(), QStringLiteral("+OK hello"));
}

void SessionLogLinesTest::connectionBeginsAnew()
{
    SessionLog log;
    play(log, {server("+OK one\r\n"), client("AUTH LOGIN"), server("+ VXNlcm5hbWU6\r\n")}, 1);
    log.connected(QStringLiteral("mx:110"));
    play(log, {server("+OK two\r\n"), client("CAPA"), server("-ERR\r\n")}, 1);
    QCOMPARE(
        linesOf(log),
        QByteArray(
            "S: +OK one\nC: AUTH LOGIN\nS: + ***\n-- connected to mx:110\nS: +OK two\nC: CAPA\nS: -ERR\n"));
    QCOMPARE(log.greeting(), QStringLiteral("+OK two"));
}

void SessionLogLinesTest::whatDoesNotPrintIsReplaced()
{
    SessionLog log;
    play(log, {server("+OK \x1b[2J\xff\x07 ready\r\n")}, 100);
    QCOMPARE(log.greeting(), QStringLiteral("+OK ?[2J\uFFFD? ready"));
}

void SessionLogLinesTest::sizeIsBounded_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("many lines") << QByteArray("+OK again\r\n");
    QTest::newRow("lines of 4 KiB") << "+OK " + QByteArray(4096, 'x') + "\r\n";
    QTest::newRow("bytes that are no UTF-8") << "+OK " + QByteArray(4096, '\xff') + "\r\n";
    QTest::newRow("no line end") << QByteArray(40'000, 'x');
    QTest::newRow("listing") << QByteArray("1 2\r\n");
}

void SessionLogLinesTest::sizeIsBounded()
{
    QFETCH(const QByteArray, line);
    SessionLog log;
    for (int round = 0; round < 5'000; ++round)
        play(log, {client("STAT"), server(line)}, 1 << 20);
    QVERIFY(log.text().toUtf8().size() <= SessionLog::maxSize);
    QVERIFY(log.text().contains(QStringLiteral("C: STAT\n")));
    QVERIFY2(log.text().endsWith(QStringLiteral("it is full\n")), qPrintable(log.text().right(100)));
}

QTEST_GUILESS_MAIN(SessionLogLinesTest)
#include "SessionLogLinesTest.moc"
