// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageDate.h"

#include <QDateTime>
#include <QTest>

class MessageDateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatProgramsWrite_data();
    void readsWhatProgramsWrite();
    void refusesWhatIsNoDate();
    void fallsBackToReceivedAndArrival();
    void futureIsNotBelieved();
};

void MessageDateTest::readsWhatProgramsWrite_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("utc");
    const auto row = [](const char *text, const char *utc) {
        QTest::newRow(text) << QByteArray(text) << QString::fromLatin1(utc);
    };
    row("Wed, 04 Sep 2002 14:00:00 +0200", "2002-09-04T12:00:00Z");
    row("4 Sep 2002 12:00 -0330 (NST)", "2002-09-04T15:30:00Z");
    row("Wed, 04 Sep 2002 12:00:00 GMT", "2002-09-04T12:00:00Z");
    row("Wed, 04 Sep 2002 07:00:00 EST", "2002-09-04T12:00:00Z");
    row("Wed, 04 Sep 02 12:00:00 +0000", "2002-09-04T12:00:00Z");
    row("Fri, 04 Sep 98 12:00:00 +0000", "1998-09-04T12:00:00Z");
    row("Wed, 04 Sep 0102 12:00:00 +0000", "2002-09-04T12:00:00Z");
    row("Wed, 04 Sep 102 12:00:00 +0000", "2002-09-04T12:00:00Z");
    row("Wed Sep  4 12:00:00 2002", "2002-09-04T12:00:00Z");
    row("2002-09-04T12:00:00Z", "2002-09-04T12:00:00Z");
    row("2002-09-04 14:00:00 +0200", "2002-09-04T12:00:00Z");
    row("Mi, 4 Sep 2002 12:00:00 +0000", "2002-09-04T12:00:00Z");
    row("4-Sep-2002 12:00:00", "2002-09-04T12:00:00Z");
    row("Wed, 4 September 2002 12:00:00 PM", "2002-09-04T12:00:00Z");
    row("Tue, 29 Feb 2000 23:59:59 -1200", "2000-03-01T11:59:59Z");
}

void MessageDateTest::readsWhatProgramsWrite()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, utc);
    bool isRepaired = false;
    const auto seconds = parseDate(text, isRepaired);
    QVERIFY(seconds);
    QCOMPARE(QDateTime::fromSecsSinceEpoch(*seconds, Qt::UTC).toString(Qt::ISODate), utc);
}

void MessageDateTest::refusesWhatIsNoDate()
{
    bool isRepaired = false;
    for (const char *text : {"", "yesterday", "Wed, 31 Feb 2002 12:00:00 +0000", "12:00", "Sep 2002", ":",
                             "4 Sep", "+", "99999999999999999999 Sep 4", "4 Sep 2002 99:99:99"})
        QVERIFY2(!parseDate(text, isRepaired), text);
}

void MessageDateTest::fallsBackToReceivedAndArrival()
{
    constexpr qint64 arrival = 1800000000;
    constexpr qint64 noon = 1031140800; // 2002-09-04 12:00 UTC
    const auto dated = [](const char *header) { return dateOf(HeaderBlock(header), arrival); };
    QCOMPARE(dated("Date: 4 Sep 2002 12:00:00 +0000\n\n"), (MessageDate{noon, DateSource::DateField}));
    QCOMPARE(dated("Date: 4 Sep 0102 12:00:00 +0000\n\n"), (MessageDate{noon, DateSource::Repaired}));
    QCOMPARE(dated("Date: ?\nReceived: by a; Wed, 4 Sep 2002 12:00:00 +0000\nReceived: by b; Wed, 4 Sep 2002 "
                   "11:00:00 +0000\n\n"),
             (MessageDate{noon, DateSource::Received}));
    QCOMPARE(dated("Received: by a\n\n"), (MessageDate{arrival, DateSource::Arrival}));
    QCOMPARE(dated(""), (MessageDate{arrival, DateSource::Arrival}));
    QCOMPARE(dateOf(HeaderBlock(""), 0), (MessageDate{0, DateSource::Arrival}));
}

void MessageDateTest::futureIsNotBelieved()
{
    constexpr qint64 noon = 1031140800;
    const HeaderBlock header("Date: 4 Sep 2002 12:00:00 +0000\n\n");
    QCOMPARE(dateOf(header, noon - 3600).source, DateSource::DateField);
    QCOMPARE(dateOf(header, noon - 25 * 3600), (MessageDate{noon - 25 * 3600, DateSource::Arrival}));
    QCOMPARE(dateOf(header, 0).seconds, noon);
}

QTEST_GUILESS_MAIN(MessageDateTest)
#include "MessageDateTest.moc"
