// SPDX-License-Identifier: GPL-3.0-or-later
#include "RowChanges.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <numeric>

class RowChangesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void equalOrdersHaveNone();
    void runsAreFoundWhole();
    void rowsThatAreGoneAreRemoved();
    void otherOrdersAreSeen();
    void appliedTheyMakeTheNewOrder();
};

namespace
{
bool operator==(const RowChanges::Run &run, const std::pair<int, int> &wanted)
{
    return run.first == wanted.first && run.count == wanted.second;
}
} // namespace

void RowChangesTest::equalOrdersHaveNone()
{
    QVERIFY(rowChanges({}, {}, 0).isEmpty());
    QVERIFY(rowChanges({3, 1, 2}, {3, 1, 2}, 4).isEmpty());
}

void RowChangesTest::runsAreFoundWhole()
{
    const RowChanges changes = rowChanges({0, 1, 2, 3, 4, 5}, {6, 7, 0, 1, 4, 8, 5, 9}, 10);
    QCOMPARE(changes.removed.size(), 1u);
    QVERIFY(changes.removed[0] == std::pair(2, 2));
    QCOMPARE(changes.inserted.size(), 3u);
    QVERIFY(changes.inserted[0] == std::pair(0, 2));
    QVERIFY(changes.inserted[1] == std::pair(5, 1));
    QVERIFY(changes.inserted[2] == std::pair(7, 1));
    QVERIFY(!changes.reordered);
}

void RowChangesTest::rowsThatAreGoneAreRemoved()
{
    const RowChanges changes = rowChanges({-1, 0, -1, -1, 1}, {0, 1}, 2);
    QCOMPARE(changes.removed.size(), 2u);
    QVERIFY(changes.removed[1] == std::pair(2, 2));
    QVERIFY(changes.inserted.empty() && !changes.reordered);
}

void RowChangesTest::otherOrdersAreSeen()
{
    const RowChanges changes = rowChanges({0, 1, 2}, {2, 0, 1}, 3);
    QVERIFY(changes.reordered && changes.removed.empty() && changes.inserted.empty());
}

void RowChangesTest::appliedTheyMakeTheNewOrder()
{
    QRandomGenerator random(3);
    for (int round = 0; round < 500; ++round) {
        std::vector<int> all(40);
        std::iota(all.begin(), all.end(), 0);
        const auto some = [&](int percent) {
            std::vector<int> chosen;
            std::copy_if(all.begin(), all.end(), std::back_inserter(chosen),
                         [&](int) { return random.bounded(100) < percent; });
            return chosen;
        };
        std::vector<int> rows = some(60);
        const std::vector<int> after = some(60);
        const RowChanges changes = rowChanges(rows, after, all.size());
        QVERIFY(!changes.reordered);
        for (auto run = changes.removed.rbegin(); run != changes.removed.rend(); ++run)
            rows.erase(rows.begin() + run->first, rows.begin() + run->first + run->count);
        for (const RowChanges::Run &run : changes.inserted)
            rows.insert(rows.begin() + run.first, after.begin() + run.first,
                        after.begin() + run.first + run.count);
        QVERIFY(rows == after);
    }
}

QTEST_GUILESS_MAIN(RowChangesTest)
#include "RowChangesTest.moc"
