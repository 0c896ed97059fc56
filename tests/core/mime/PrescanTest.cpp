// SPDX-License-Identifier: GPL-3.0-or-later
#include "Prescan.h"

#include <QTest>

class PrescanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messageInOrderIsNotCopied();
    void lastCarriageReturnOfAServerDoesNotHideOldLineEnds();
    void carriageReturnWithinALineStays();
    void headerThatStartsWithACarriageReturnIsFound();
    void foreignLinesBeforeTextStay();
    void oneBrokenFirstLineDoesNotHideTheHeader();
    void largeMessageIsCut();
};

void PrescanTest::messageInOrderIsNotCopied()
{
    const QByteArray bytes = "Subject: a\r\n\r\nText\r\n";
    const Prescan scan = prescan(bytes);
    QVERIFY(scan.repaired.isEmpty());
    QVERIFY(scan.defects.isEmpty());
    QVERIFY(scan.hasHeader);
    QCOMPARE(scan.bytes.data(), bytes.constData());
    QCOMPARE(scan.bytes.size(), bytes.size());
}

void PrescanTest::lastCarriageReturnOfAServerDoesNotHideOldLineEnds()
{
    const Prescan scan = prescan("Subject: a\rFrom: b\r\rText\r\n");
    QCOMPARE(scan.bytes.toByteArray(), QByteArray("Subject: a\nFrom: b\n\nText\r\n"));
    QCOMPARE(scan.defects, QStringList{QStringLiteral("repaired: lines ended by CR alone")});
}

void PrescanTest::carriageReturnWithinALineStays()
{
    for (const char *bytes :
         {"Subject: a\rb c\r\n\r\nText\r\n", "Subject: a\r\n\r\none\rtwo\r\n", "Subject: a\r"}) {
        const Prescan scan = prescan(bytes);
        QVERIFY(scan.repaired.isEmpty());
        QCOMPARE(scan.bytes.toByteArray(), QByteArray(bytes));
    }
}

void PrescanTest::headerThatStartsWithACarriageReturnIsFound()
{
    const Prescan scan = prescan("\r\rSubject: a\r\rText");
    QVERIFY(scan.hasHeader);
    QCOMPARE(scan.bytes.toByteArray(), QByteArray("Subject: a\n\nText"));
}

void PrescanTest::foreignLinesBeforeTextStay()
{
    const QByteArray bytes = "\r\nFrom here on it is only text.\r\n";
    const Prescan scan = prescan(bytes);
    QVERIFY(!scan.hasHeader);
    QCOMPARE(scan.bytes.toByteArray(), bytes);
    QCOMPARE(scan.defects, QStringList{QStringLiteral("no header")});
}

void PrescanTest::oneBrokenFirstLineDoesNotHideTheHeader()
{
    QVERIFY(prescan("MalformedKey Value\r\nSubject: a\r\n\r\nText\r\n").hasHeader);
    QVERIFY(!prescan("MalformedKey Value\r\nMore of it\r\nSubject: a\r\n").hasHeader);
}

void PrescanTest::largeMessageIsCut()
{
    const QByteArray bytes = "Subject: a\r\n\r\n" + QByteArray(Prescan::maxSize, 'x');
    const Prescan scan = prescan(bytes);
    QCOMPARE(scan.bytes.size(), Prescan::maxSize);
    QVERIFY(scan.defects.value(0).startsWith(QStringLiteral("cut: read 67108864 of ")));
}

QTEST_GUILESS_MAIN(PrescanTest)
#include "PrescanTest.moc"
