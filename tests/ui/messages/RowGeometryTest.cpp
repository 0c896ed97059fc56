// SPDX-License-Identifier: GPL-3.0-or-later
#include "RowGeometry.h"

#include <QTest>

class RowGeometryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void withoutGroupsRowsLieEvenly();
    void titlesLieAboveTheirFirstRows();
    void everyHeightBelongsToOneRow();
};

void RowGeometryTest::withoutGroupsRowsLieEvenly()
{
    const RowGeometry rows(5, 10, {}, 4);
    QCOMPARE(rows.height(), 50);
    QCOMPARE(rows.top(3), 30);
    QCOMPARE(rows.rowAt(39), 3);
    QCOMPARE(rows.rowAt(50), 5);
    QVERIFY(!rows.isTitle(0));
    QCOMPARE(rows.groupAt(0), -1);
}

void RowGeometryTest::titlesLieAboveTheirFirstRows()
{
    const RowGeometry rows(5, 10, {{0, QStringLiteral("a")}, {3, QStringLiteral("b")}}, 4);
    QCOMPARE(rows.height(), 58);
    QCOMPARE(rows.top(0), 4);
    QCOMPARE(rows.top(2), 24);
    QCOMPARE(rows.top(3), 38);
    QVERIFY(rows.isTitle(0) && rows.isTitle(3) && !rows.isTitle(4));
    QVERIFY(rows.isTitle(34) && rows.isTitle(37) && !rows.isTitle(33) && !rows.isTitle(38));
    QCOMPARE(rows.rowAt(35), 3);
    QCOMPARE(rows.groupAt(0), 0);
    QCOMPARE(rows.groupAt(3), 1);
    QCOMPARE(rows.groupAt(4), -1);
}

void RowGeometryTest::everyHeightBelongsToOneRow()
{
    std::vector<DateGroup> groups;
    for (const int first : {0, 1, 7, 20, 21})
        groups.push_back({first, QString()});
    const RowGeometry rows(30, 7, groups, 5);
    for (int y = 0; y < rows.height(); ++y) {
        const int row = rows.rowAt(y);
        const int above = rows.groupAt(row) >= 0 ? rows.titleHeight() : 0;
        QVERIFY(rows.top(row) - above <= y && y < rows.top(row) + rows.rowHeight());
        QCOMPARE(rows.isTitle(y), y < rows.top(row));
    }
}

QTEST_GUILESS_MAIN(RowGeometryTest)
#include "RowGeometryTest.moc"
