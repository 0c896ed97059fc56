// SPDX-License-Identifier: GPL-3.0-or-later
#include "HeaderBlock.h"

#include <QTest>

class HeaderBlockTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fieldsKeepTheirOrderAndFolds();
    void firstFieldOfANameIsFoundInAnyCase();
    void sizeReachesToTheBody_data();
    void sizeReachesToTheBody();
    void missingAndEmptyFieldsDiffer();
    void longFieldIsCutAndNamed();
    void fieldsBeyondTheLimitArePassedOver();
};

void HeaderBlockTest::fieldsKeepTheirOrderAndFolds()
{
    const HeaderBlock header("B: two\r\nA : one\r\n\tfolded\r\nB:three\r\n\r\nC: body\r\n");
    QCOMPARE(header.fields().size(), size_t(3));
    QCOMPARE(header.fields()[0].name.toByteArray(), QByteArray("B"));
    QCOMPARE(header.fields()[1].name.toByteArray(), QByteArray("A"));
    QCOMPARE(header.fields()[1].value.toByteArray(), QByteArray("one\r\n\tfolded"));
    QCOMPARE(header.fields()[2].value.toByteArray(), QByteArray("three"));
}

void HeaderBlockTest::firstFieldOfANameIsFoundInAnyCase()
{
    const HeaderBlock header("subJECT: one\nSubject: two\n\n");
    QCOMPARE(header.first("Subject").toByteArray(), QByteArray("one"));
}

void HeaderBlockTest::sizeReachesToTheBody_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty line") << QByteArray("A: b\r\n\r\nText") << QByteArray("Text");
    QTest::newRow("LF") << QByteArray("A: b\n\nText") << QByteArray("Text");
    QTest::newRow("second empty line is text") << QByteArray("A: b\n\n\nText") << QByteArray("\nText");
    QTest::newRow("no empty line") << QByteArray("A: b\nText without\n") << QByteArray("Text without\n");
    QTest::newRow("blanks") << QByteArray("A: b\n \nText") << QByteArray("Text");
    QTest::newRow("blanks that fold") << QByteArray("A: b\n \nSubject: c\n\nText") << QByteArray("Text");
    QTest::newRow("blanks before a folded line")
        << QByteArray("A: b\n \n\tc\nSubject: d\n\nText") << QByteArray("Text");
    QTest::newRow("boundary") << QByteArray("A: b\n--x\nText") << QByteArray("--x\nText");
    QTest::newRow("nothing") << QByteArray("") << QByteArray("");
    QTest::newRow("no header") << QByteArray("\nText") << QByteArray("Text");
    QTest::newRow("ends in a field") << QByteArray("A: b") << QByteArray("");
}

void HeaderBlockTest::sizeReachesToTheBody()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, body);
    QCOMPARE(bytes.sliced(HeaderBlock(bytes).size()), body);
}

void HeaderBlockTest::missingAndEmptyFieldsDiffer()
{
    const HeaderBlock header("Subject:\nFrom: a\n\n");
    QVERIFY(!header.first("Subject").isNull());
    QVERIFY(header.first("Subject").isEmpty());
    QVERIFY(header.first("To").isNull());
}

void HeaderBlockTest::longFieldIsCutAndNamed()
{
    const QByteArray bytes =
        "X-Long: " + QByteArray(HeaderBlock::maxFieldSize + 10, 'a') + "\nSubject: b\n\n";
    const HeaderBlock header(bytes);
    QVERIFY(header.first("X-Long").size() <= HeaderBlock::maxFieldSize);
    QCOMPARE(header.first("Subject").toByteArray(), QByteArray("b"));
    QCOMPARE(header.defects(), QStringList{QStringLiteral("cut: header field X-Long of 65548 octets")});
}

void HeaderBlockTest::fieldsBeyondTheLimitArePassedOver()
{
    const QByteArray bytes = QByteArray("A: b\n").repeated(HeaderBlock::maxFields + 5) + "\nText";
    const HeaderBlock header(bytes);
    QCOMPARE(header.fields().size(), size_t(HeaderBlock::maxFields));
    QCOMPARE(header.defects(), QStringList{QStringLiteral("cut: 2005 header fields")});
    QCOMPARE(bytes.sliced(header.size()), QByteArray("Text"));
}

QTEST_GUILESS_MAIN(HeaderBlockTest)
#include "HeaderBlockTest.moc"
