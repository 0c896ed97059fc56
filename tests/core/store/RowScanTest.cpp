// SPDX-License-Identifier: GPL-3.0-or-later
#include "RowScan.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <QTest>

#include <stdexcept>
#include <vector>

class RowScanTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void visitsRowsInOrder();
    void filterIsAskedOfEachRow();
    void stopEndsTheScan();
    void textKeepsItsBytes();
    void exceptionsOfTheVisitorComeOut();
    void wrongSqlThrows();

private:
    std::unique_ptr<SQLite::Database> m_database;
};

void RowScanTest::init()
{
    m_database = std::make_unique<SQLite::Database>(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    m_database->exec("CREATE TABLE fruit(id INTEGER PRIMARY KEY, name TEXT);"
                     "INSERT INTO fruit VALUES (1, 'pear'), (2, 'äpple'), (3, ''), (4, 'fig'), (5, NULL);");
}

void RowScanTest::visitsRowsInOrder()
{
    std::vector<qint64> ids;
    RowScan::run(*m_database, {"id", "fruit", "id > ?", "", "id DESC"}, {1}, [&](const RowScan::Row &row) {
        ids.push_back(row.integer(0));
        return RowScan::Then::GoOn;
    });
    QCOMPARE(ids, (std::vector<qint64>{5, 4, 3, 2}));
}

void RowScanTest::filterIsAskedOfEachRow()
{
    std::vector<qint64> ids;
    RowScan::run(*m_database, {"id", "fruit", "", "(id & 1) = 1", "id"}, {}, [&](const RowScan::Row &row) {
        ids.push_back(row.integer(0));
        return RowScan::Then::GoOn;
    });
    QCOMPARE(ids, (std::vector<qint64>{1, 3, 5}));
}

void RowScanTest::stopEndsTheScan()
{
    int visited = 0;
    RowScan::run(*m_database, {"id", "fruit", "", "", "id"}, {}, [&](const RowScan::Row &) {
        return ++visited == 2 ? RowScan::Then::Stop : RowScan::Then::GoOn;
    });
    QCOMPARE(visited, 2);
}

void RowScanTest::textKeepsItsBytes()
{
    QByteArrayList names;
    RowScan::run(*m_database, {"name", "fruit", "", "", "id"}, {}, [&](const RowScan::Row &row) {
        names.append(row.text(0).toByteArray());
        return RowScan::Then::GoOn;
    });
    QCOMPARE(names, (QByteArrayList{"pear", "äpple", "", "fig", ""}));
}

void RowScanTest::exceptionsOfTheVisitorComeOut()
{
    const auto scan = [this] {
        RowScan::run(*m_database, {"id", "fruit", "", "", ""}, {},
                     [](const RowScan::Row &) -> RowScan::Then { throw std::runtime_error("no room"); });
    };
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, scan());
    visitsRowsInOrder(); // and the next scan is as good as any
}

void RowScanTest::wrongSqlThrows()
{
    const auto scan = [this] {
        RowScan::run(*m_database, {"id", "vegetable", "", "", ""}, {},
                     [](const RowScan::Row &) { return RowScan::Then::GoOn; });
    };
    QVERIFY_THROWS_EXCEPTION(SQLite::Exception, scan());
}

QTEST_GUILESS_MAIN(RowScanTest)
#include "RowScanTest.moc"
