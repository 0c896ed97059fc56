// SPDX-License-Identifier: GPL-3.0-or-later
#include "TransferEncoding.h"

#include <QTest>

class TransferEncodingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void base64AgreesWithQtOnAllLengths();
    void base64ToleratesRealMail_data();
    void base64ToleratesRealMail();
    void quotedPrintable_data();
    void quotedPrintable();
    void uuencode();
    void namesAreReadTolerantly();
};

void TransferEncodingTest::base64AgreesWithQtOnAllLengths()
{
    QByteArray bytes;
    for (int size = 0; size < 300; ++size) {
        QByteArray text = bytes.toBase64();
        QCOMPARE(decodeBase64(text), bytes);
        for (qsizetype at = 76; at < text.size(); at += 78)
            text.insert(at, "\r\n");
        QCOMPARE(decodeBase64(text), bytes);
        QCOMPARE(decodeBase64(bytes.toBase64(QByteArray::OmitTrailingEquals)), bytes);
        bytes += char(size * 37 + 11);
    }
}

void TransferEncodingTest::base64ToleratesRealMail_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const char *text, const char *bytes) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(bytes);
    };
    row("chunks on lines", "QUI=\r\nQ0Q=\r\n", "ABCD");
    row("chunks on one line", "QUI=Q0Q=", "ABCD");
    row("too much padding", "QUI====\r\nQ0RF", "ABCDE");
    row("text behind the padding", "QUI=\r\n\r\n-- \r\nA list\r\n", "AB");
    row("a word behind the padding", "QUI= ignored", "AB");
    row("foreign characters", "Q*U!I=", "AB");
    row("cut", "QUJD\r\nRA", "ABCD");
    row("padding alone", "====", "");
    row("nothing", "", "");
}

void TransferEncodingTest::base64ToleratesRealMail()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, bytes);
    QCOMPARE(decodeBase64(text), bytes);
}

void TransferEncodingTest::quotedPrintable_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const char *text, const char *bytes) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(bytes);
    };
    row("escapes", "a=3Db=e4", "a=b\xE4");
    row("soft break", "one=\r\ntwo=\nthree", "onetwothree");
    row("soft break with blanks", "one= \t\r\ntwo", "onetwo");
    row("soft break at the end", "one=", "one");
    row("no escape", "a=b a=ZZ c", "a=b a=ZZ c");
    row("escape cut", "a=4", "a=4");
    row("underscore", "a_b", "a_b");
}

void TransferEncodingTest::quotedPrintable()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, bytes);
    QCOMPARE(decodeQuotedPrintable(text), bytes);
    QCOMPARE(decodeQuotedPrintable("a_b", true), QByteArray("a b"));
}

void TransferEncodingTest::uuencode()
{
    const auto decoded = [](const char *text) { return decodeTransfer(text, TransferEncoding::Uuencode); };
    QCOMPARE(decoded("begin 644 cat.txt\n#0V%T\n`\nend\n"), QByteArray("Cat"));
    QCOMPARE(decoded("Some text\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\nmore\r\n"), QByteArray("Cat"));
    QCOMPARE(decoded("begin 644 a\nM\nM\n").size(), 0);
    QCOMPARE(decoded("no uuencode at all"), QByteArray("no uuencode at all"));
}

void TransferEncodingTest::namesAreReadTolerantly()
{
    QCOMPARE(transferEncodingOf("BASE64"), TransferEncoding::Base64);
    QCOMPARE(transferEncodingOf("base64; charset=utf-8"), TransferEncoding::Base64);
    QCOMPARE(transferEncodingOf("\"base64\""), TransferEncoding::Base64);
    QCOMPARE(transferEncodingOf("Quoted-Printable (comment)"), TransferEncoding::QuotedPrintable);
    QCOMPARE(transferEncodingOf("8bit"), TransferEncoding::Identity);
    QCOMPARE(transferEncodingOf("7-bit"), TransferEncoding::Identity);
    QCOMPARE(transferEncodingOf(""), TransferEncoding::Identity);
}

QTEST_GUILESS_MAIN(TransferEncodingTest)
#include "TransferEncodingTest.moc"
