// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Reply.h"

#include <QTest>

class Pop3ReplyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsStatusLines_data();
    void readsStatusLines();
    void refusesEverythingElse_data();
    void refusesEverythingElse();
    void tellsErrorsByCodeThenByWords_data();
    void tellsErrorsByCodeThenByWords();
};

void Pop3ReplyTest::readsStatusLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<bool>("ok");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QString>("text");
    QTest::newRow("ok alone") << QByteArray("+OK") << true << QByteArray() << "";
    QTest::newRow("trailing space") << QByteArray("+OK ") << true << QByteArray() << "";
    QTest::newRow("text") << QByteArray("+OK 2 320") << true << QByteArray() << "2 320";
    QTest::newRow("any case") << QByteArray("+ok hello") << true << QByteArray() << "hello";
    QTest::newRow("error alone") << QByteArray("-ERR") << false << QByteArray() << "";
    QTest::newRow("code") << QByteArray("-ERR [in-use] Busy") << false << QByteArray("IN-USE") << "Busy";
    QTest::newRow("code levels") << QByteArray("-ERR [SYS/TEMP] try later") << false << QByteArray("SYS/TEMP")
                                 << "try later";
    QTest::newRow("code alone") << QByteArray("-ERR [AUTH]") << false << QByteArray("AUTH") << "";
    QTest::newRow("bracket without end") << QByteArray("-ERR [oops") << false << QByteArray() << "[oops";
    QTest::newRow("empty brackets") << QByteArray("-ERR [] x") << false << QByteArray() << "[] x";
    QTest::newRow("words in brackets")
        << QByteArray("-ERR [not a code] x") << false << QByteArray() << "[not a code] x";
    QTest::newRow("UTF-8") << QByteArray("-ERR gr\xC3\xBC\xC3\x9F") << false << QByteArray()
                           << QString::fromUtf8("grüß");
    QTest::newRow("Latin-1") << QByteArray("-ERR gr\xFC\xDF") << false << QByteArray()
                             << QString::fromUtf8("grüß");
}

void Pop3ReplyTest::readsStatusLines()
{
    QFETCH(QByteArray, line);
    const auto reply = parsePop3Reply(line);
    QVERIFY(reply);
    QTEST(reply->ok, "ok");
    QTEST(reply->code, "code");
    QTEST(reply->text, "text");
}

void Pop3ReplyTest::refusesEverythingElse_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const auto *line : {"", " ", "+", "+ ", "+OKAY", "-ERROR", "-", " +OK", "* OK IMAP4 ready",
                             "220 smtp.example.org ESMTP", "HTTP/1.1 400 Bad Request", "OK"})
        QTest::newRow(*line ? line : "nothing") << QByteArray(line);
}

void Pop3ReplyTest::refusesEverythingElse()
{
    QFETCH(QByteArray, line);
    const auto reply = parsePop3Reply(line);
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::ProtocolViolation);
}

void Pop3ReplyTest::tellsErrorsByCodeThenByWords_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<ErrorCode>("code");
    const auto row = [](const char *line, ErrorCode code) {
        QTest::newRow(line) << QByteArray(line) << code;
    };
    row("-ERR [IN-USE] another session", ErrorCode::MailboxBusy);
    row("-ERR [LOGIN-DELAY] wait a moment", ErrorCode::LoginTooSoon);
    row("-ERR [SYS/TEMP] no disk", ErrorCode::ServerTemporary);
    row("-ERR [sys/temp/detail] no disk", ErrorCode::ServerTemporary);
    row("-ERR [SYS/PERM] gone", ErrorCode::ServerPermanent);
    row("-ERR [AUTH] mailbox is busy", ErrorCode::AuthRejected);
    row("-ERR [auth/x/y] no", ErrorCode::AuthRejected);
    row("-ERR [AUTHOR] no", ErrorCode::ServerRefused);
    row("-ERR [XYZ/1] no", ErrorCode::ServerRefused);
    row("-ERR [XYZ/1] maildrop already locked", ErrorCode::MailboxBusy);
    row("-ERR maildrop already Locked", ErrorCode::MailboxBusy);
    row("-ERR lock busy", ErrorCode::MailboxBusy);
    row("-ERR Mailbox in use", ErrorCode::MailboxBusy);
    row("-ERR please wait", ErrorCode::MailboxBusy);
    row("-ERR service unavailable", ErrorCode::MailboxBusy);
    row("-ERR account blocked", ErrorCode::ServerRefused);
    row("-ERR Invalid password", ErrorCode::ServerRefused);
    row("-ERR", ErrorCode::ServerRefused);
}

void Pop3ReplyTest::tellsErrorsByCodeThenByWords()
{
    QFETCH(QByteArray, line);
    const auto reply = parsePop3Reply(line);
    QVERIFY(reply);
    const Error error = errorFromReply(*reply);
    QTEST(error.code, "code");
    QCOMPARE(error.serverText, reply->text);
}

QTEST_GUILESS_MAIN(Pop3ReplyTest)
#include "Pop3ReplyTest.moc"
