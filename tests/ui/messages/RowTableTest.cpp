// SPDX-License-Identifier: GPL-3.0-or-later
#include "RowTable.h"

#include <QTest>

#include <limits>

class RowTableTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void numbersAreFoundWhereverTheyLie();
    void rowsKeepTheirSlots();
    void ofEqualRowsTheFirstCounts();
    void joinedThreadsAreRenumbered();
};

void RowTableTest::numbersAreFoundWhereverTheyLie()
{
    NumberIndex index;
    const std::vector<qint64> numbers{0,
                                      1,
                                      4095,
                                      4096,
                                      1'000'000,
                                      qint64(1) << 28,
                                      std::numeric_limits<qint64>::max(),
                                      std::numeric_limits<qint64>::min(),
                                      -1};
    for (size_t i = 0; i < numbers.size(); ++i) {
        QCOMPARE(index.at(numbers[i]), -1);
        index.put(numbers[i], int(i));
    }
    for (size_t i = 0; i < numbers.size(); ++i)
        QCOMPARE(index.at(numbers[i]), int(i));
    QCOMPARE(index.at(5000), -1);
    QCOMPARE(index.at(1'000'001), -1);
}

void RowTableTest::rowsKeepTheirSlots()
{
    RowTable table({{30, 3, {}, 30}, {20, 2, {}, 20}, {10, 1, {}, 10}});
    table.remove(1);
    QCOMPARE(table.slotOf(20), -1);
    QCOMPARE(table.slotOf(10), 2);
    QCOMPARE(table.add({40, 4, Flag::Read, 40}), 3);
    QCOMPARE(table.slotOf(40), 3);
    QCOMPARE(table.slotCount(), 4u);
    QCOMPARE(table.at(1).id, MessageId(0));
    table.setFlags(2, Flag::Starred);
    QVERIFY(table.at(2).flags == Flag::Starred);
    QCOMPARE(table.slotOf(0), -1);
}

void RowTableTest::ofEqualRowsTheFirstCounts()
{
    const RowTable table({{7, 3, {}, 7}, {7, 2, {}, 7}});
    QCOMPARE(table.slotOf(7), 0);
}

void RowTableTest::joinedThreadsAreRenumbered()
{
    RowTable table({{3, 3, {}, 3}, {2, 2, {}, 2}, {1, 1, {}, 1}});
    table.joinThreads({1, 3}, 2);
    for (int slot = 0; slot < 3; ++slot)
        QCOMPARE(table.at(slot).thread, ThreadId(2));
}

QTEST_GUILESS_MAIN(RowTableTest)
#include "RowTableTest.moc"
