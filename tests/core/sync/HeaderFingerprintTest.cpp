// SPDX-License-Identifier: GPL-3.0-or-later
#include "HeaderFingerprint.h"

#include <QTest>

class HeaderFingerprintTest : public QObject
{
    Q_OBJECT

    static inline const QByteArray header =
        "Received: from a\r\n\tby b\r\nMessage-ID: <1@x>\r\nSubject: One\r\n"
        "From: a@example.org\r\nDate: Thu, 1 Jan 2026 00:00:00 +0000\r\n";

private Q_SLOTS:
    void headerAloneAndWholeMessageAgree()
    {
        QCOMPARE(headerFingerprint(header + "\r\nbody\r\nSubject: not a field\r\n"),
                 headerFingerprint(header));
        QCOMPARE(headerFingerprint(header + "\r\n"), headerFingerprint(header));
        QCOMPARE(headerFingerprint(header).size(), qsizetype(16));
    }

    void fieldsThatServersAddDoNotCount()
    {
        QCOMPARE(headerFingerprint("X-UIDL: 1\r\n" + header + "Status: RO\r\n\r\n"),
                 headerFingerprint(header));
    }

    void lineEndsDoNotCount()
    {
        QCOMPARE(headerFingerprint(QByteArray(header).replace("\r\n", "\n")), headerFingerprint(header));
    }

    void otherFieldsMakeAnotherPrint()
    {
        QVERIFY(headerFingerprint(QByteArray(header).replace("<1@x>", "<2@x>")) != headerFingerprint(header));
        QVERIFY(headerFingerprint(QByteArray(header).replace("by b", "by c")) != headerFingerprint(header));
    }

    void messageWithoutAnyOfThemHasAPrintOfItsOwn()
    {
        QVERIFY(headerFingerprint("X-A: 1\r\n\r\n") != headerFingerprint("X-A: 2\r\n\r\n"));
        QVERIFY(headerFingerprint("no header at all") != headerFingerprint("another text"));
    }

    // Two of them are as likely different messages as one.
    void nothingIsNoPrint()
    {
        QVERIFY(headerFingerprint("").isEmpty());
        QVERIFY(headerFingerprint("\r\nbody alone\r\n").isEmpty());
    }
};

QTEST_GUILESS_MAIN(HeaderFingerprintTest)
#include "HeaderFingerprintTest.moc"
