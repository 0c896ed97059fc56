// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3ListingBuilder.h"

#include <QTest>

using Entry = Pop3Listing::Entry;

namespace
{

Pop3Listing listing(const QByteArrayList &sizes, const QByteArrayList &uidls, bool hasUidl = true)
{
    Pop3ListingBuilder builder;
    for (const auto &line : sizes) {
        if (!builder.addSize(line))
            qFatal("size refused");
    }
    for (const auto &line : uidls) {
        if (!builder.addUidl(line))
            qFatal("uidl refused");
    }
    return std::move(builder).finish(hasUidl);
}

} // namespace

class Pop3ListingBuilderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void joinsByNumber();
    void toleratesUidlOddities_data();
    void toleratesUidlOddities();
    void takesNonsenseSizesForNothing_data();
    void takesNonsenseSizesForNothing();
    void leavesOutLinesWithoutNumber();
    void leavesOutNumbersOfOneListAlone();
    void sortsAndKeepsOneOfEach();
    void believesNeitherOfTwoIds();
    void worksWithoutUidl();
    void refusesEndlessListings();
    void readsTwoHundredThousandEntries();
};

void Pop3ListingBuilderTest::joinsByNumber()
{
    const std::vector<Entry> expected{{1, 120, "whqtswO00WBw418f9t5JxYwZ"}, {2, 200, "QhdPYR:00WBw1Ph7x7"}};
    const auto result = listing({"1 120", "2 200"}, {"1 whqtswO00WBw418f9t5JxYwZ", "2 QhdPYR:00WBw1Ph7x7"});
    QVERIFY(result.hasUidl);
    QVERIFY(result.entries == expected);
}

void Pop3ListingBuilderTest::toleratesUidlOddities_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("uidl");
    QTest::newRow("several spaces") << QByteArray("1   abc") << QByteArray("abc");
    QTest::newRow("tab") << QByteArray("1\tabc") << QByteArray("abc");
    QTest::newRow("leading space") << QByteArray(" 1 abc") << QByteArray("abc");
    QTest::newRow("trailing space") << QByteArray("1 abc ") << QByteArray("abc");
    QTest::newRow("+OK before") << QByteArray("+OK 1 abc") << QByteArray("abc");
    QTest::newRow("like a Message-ID")
        << QByteArray("1 <a b@example.org>") << QByteArray("<a b@example.org>");
    QTest::newRow("blank") << QByteArray("1 ") << QByteArray();
    QTest::newRow("number alone") << QByteArray("1") << QByteArray();
    QTest::newRow("300 characters") << "1 " + QByteArray(300, 'u') << QByteArray(300, 'u');
    QTest::newRow("1024 characters") << "1 " + QByteArray(1024, 'u') << QByteArray(1024, 'u');
    QTest::newRow("1025 characters") << "1 " + QByteArray(1025, 'u') << QByteArray();
    QTest::newRow("8 bit") << QByteArray("1 \xC3\xA4\xFF") << QByteArray("\xC3\xA4\xFF");
    QTest::newRow("control byte") << QByteArray("1 a\x01z") << QByteArray();
    QTest::newRow("NUL") << QByteArray("1 a\0z", 5) << QByteArray();
    QTest::newRow("bare LF") << QByteArray("1 a\nz") << QByteArray();
    QTest::newRow("DEL") << QByteArray("1 a\x7Fz") << QByteArray();
}

void Pop3ListingBuilderTest::toleratesUidlOddities()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, uidl);
    // The odd line between good ones: those must come through.
    const auto result = listing({"1 10", "2 20", "3 30"}, {"3 three", line, "2 two"});
    const std::vector<Entry> expected{{1, 10, uidl}, {2, 20, "two"}, {3, 30, "three"}};
    QVERIFY(result.entries == expected);
}

void Pop3ListingBuilderTest::takesNonsenseSizesForNothing_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<qint64>("size");
    QTest::newRow("plain") << QByteArray("1 120") << qint64(120);
    QTest::newRow("text after it") << QByteArray("1 120 octets") << qint64(120);
    QTest::newRow("+OK before") << QByteArray("+OK 1 120") << qint64(120);
    QTest::newRow("large") << QByteArray("1 5000000000") << qint64(5000000000);
    QTest::newRow("zero") << QByteArray("1 0") << qint64(0);
    QTest::newRow("negative") << QByteArray("1 -5") << qint64(0);
    QTest::newRow("2^63") << QByteArray("1 9223372036854775808") << qint64(0);
    QTest::newRow("word") << QByteArray("1 NaN") << qint64(0);
    QTest::newRow("missing") << QByteArray("1") << qint64(0);
}

void Pop3ListingBuilderTest::takesNonsenseSizesForNothing()
{
    QFETCH(QByteArray, line);
    QFETCH(qint64, size);
    const std::vector<Entry> expected{{1, size, "a"}};
    QVERIFY(listing({line}, {"1 a"}).entries == expected);
}

void Pop3ListingBuilderTest::leavesOutLinesWithoutNumber()
{
    const QByteArrayList odd{
        "abc", "", " ", "0 x", "-1 x", "1x y", "1099511627776 x", "+OK", "99999999999999999999 x"};
    const std::vector<Entry> expected{{5, 10, "five"}};
    QVERIFY(listing(odd + QByteArrayList{"5 10"}, odd + QByteArrayList{"5 five"}).entries == expected);
}

void Pop3ListingBuilderTest::leavesOutNumbersOfOneListAlone()
{
    const std::vector<Entry> expected{{2, 20, "two"}, {7, 70, "seven"}};
    QVERIFY(listing({"1 10", "2 20", "7 70"}, {"2 two", "3 three", "7 seven", "8 eight"}).entries ==
            expected);
}

void Pop3ListingBuilderTest::sortsAndKeepsOneOfEach()
{
    const std::vector<Entry> expected{{1, 10, "one"}, {2, 20, "two"}};
    QVERIFY(listing({"2 20", "1 10", "2 99"}, {"2 two", "1 one", "2 two"}).entries == expected);
}

void Pop3ListingBuilderTest::believesNeitherOfTwoIds()
{
    const std::vector<Entry> expected{{1, 10, ""}, {2, 20, "same"}, {3, 30, "same"}};
    QVERIFY(listing({"1 10", "2 20", "3 30"}, {"1 a", "1 b", "1 a", "2 same", "3 same"}).entries == expected);
}

void Pop3ListingBuilderTest::worksWithoutUidl()
{
    const std::vector<Entry> expected{{1, 10, ""}, {2, 20, ""}};
    const auto result = listing({"1 10", "2 20"}, {}, false);
    QVERIFY(!result.hasUidl);
    QVERIFY(result.entries == expected);
    QVERIFY(listing({}, {}).entries.empty());
}

void Pop3ListingBuilderTest::refusesEndlessListings()
{
    Pop3ListingBuilder builder;
    for (size_t i = 0; i < Pop3ListingBuilder::maxEntries; ++i)
        QVERIFY(builder.addSize("1 1"));
    const auto refused = builder.addSize("1 1");
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::ProtocolViolation);
}

void Pop3ListingBuilderTest::readsTwoHundredThousandEntries()
{
    constexpr int count = 200'000;
    Pop3ListingBuilder builder;
    for (int number = 1; number <= count; ++number) {
        QVERIFY(builder.addSize(QByteArray::number(number) + " 1000"));
        QVERIFY(builder.addUidl(QByteArray::number(number) + " 000012345678901234567890-" +
                                QByteArray::number(number)));
    }
    const auto result = std::move(builder).finish(true);
    QCOMPARE(result.entries.size(), size_t(count));
    QCOMPARE(result.entries.back().uidl, QByteArray("000012345678901234567890-200000"));
}

QTEST_GUILESS_MAIN(Pop3ListingBuilderTest)
#include "Pop3ListingBuilderTest.moc"
