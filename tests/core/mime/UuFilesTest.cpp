// SPDX-License-Identifier: GPL-3.0-or-later
#include "UuFiles.h"

#include "TransferEncoding.h"

#include <QTest>

class UuFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void filesAreFoundBetweenTheText();
    void whatOnlyLooksLikeAFileStays_data();
    void whatOnlyLooksLikeAFileStays();
    void fileWithoutEndGoesAsFarAsItsLines();
    void lostBlanksAndAddedLettersAreTolerated();
    void manyFilesAreBounded();
};

void UuFilesTest::filesAreFoundBetweenTheText()
{
    const QByteArray text = "Hello\r\nbegin 644 a b.txt\r\n#0V%T\r\n`\r\nend\r\nand\r\nbegin 0755 c.txt\r\n"
                            "#9&]G\r\n \r\nend\r\nbye\r\n";
    const auto files = findUuFiles(text);
    QCOMPARE(files.size(), size_t(2));
    QCOMPARE(files[0].name, QByteArray("a b.txt"));
    QCOMPARE(decodeTransfer(files[0].block, TransferEncoding::Uuencode), QByteArray("Cat"));
    QCOMPARE(files[1].name, QByteArray("c.txt"));
    QCOMPARE(decodeTransfer(files[1].block, TransferEncoding::Uuencode), QByteArray("dog"));
    QCOMPARE(withoutUuFiles(text, files), QByteArray("Hello\r\nand\r\nbye\r\n"));
}

void UuFilesTest::whatOnlyLooksLikeAFileStays_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("word") << QByteArray("begin at the beginning\n#0V%T\n`\nend\n");
    QTest::newRow("within a line") << QByteArray("we begin 644 a.txt\n#0V%T\n`\nend\n");
    QTest::newRow("no mode") << QByteArray("begin 9 a.txt\n#0V%T\n`\nend\n");
    QTest::newRow("no name") << QByteArray("begin 644\n#0V%T\n`\nend\n");
    QTest::newRow("no data") << QByteArray("begin 644 times\nand then some more of it\n");
    QTest::newRow("at the end") << QByteArray("so we\nbegin 644 a.txt");
}

void UuFilesTest::whatOnlyLooksLikeAFileStays()
{
    QFETCH(QByteArray, text);
    const auto files = findUuFiles(text);
    QVERIFY(files.empty());
    QCOMPARE(withoutUuFiles(text, files), text);
}

void UuFilesTest::fileWithoutEndGoesAsFarAsItsLines()
{
    const QByteArray text = "begin 644 a.txt\n#0V%T\n#9&]G\nThis is a sentence again.\n";
    const auto files = findUuFiles(text);
    QCOMPARE(files.size(), size_t(1));
    QCOMPARE(decodeTransfer(files[0].block, TransferEncoding::Uuencode), QByteArray("Catdog"));
    QCOMPARE(withoutUuFiles(text, files), QByteArray("This is a sentence again.\n"));
}

void UuFilesTest::lostBlanksAndAddedLettersAreTolerated()
{
    // NUL octets are blanks, which a mailer may have taken away at the end of a line; some add a checksum.
    const QByteArray text = "begin 644 a.bin\n&0V%T\n#0V%TX\n`\nend\n";
    const auto files = findUuFiles(text);
    QCOMPARE(files.size(), size_t(1));
    const QByteArray wanted("Cat\0\0\0Cat", 9);
    QCOMPARE(decodeTransfer(files[0].block, TransferEncoding::Uuencode), wanted);
    QVERIFY(withoutUuFiles(text, files).isEmpty());
}

void UuFilesTest::manyFilesAreBounded()
{
    const QByteArray one = "begin 644 a.txt\n#0V%T\n`\nend\n";
    QCOMPARE(findUuFiles(one.repeated(20000)).size(), size_t(100));
    QVERIFY(findUuFiles(QByteArray("begin 644 a\n").repeated(100000)).empty());
}

QTEST_GUILESS_MAIN(UuFilesTest)
#include "UuFilesTest.moc"
