// SPDX-License-Identifier: GPL-3.0-or-later
#include "ThreadRows.h"

#include <QTest>

#include <numeric>

class ThreadRowsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void conversationsStandWhereTheirNewestMessageStands();
    void expandedOnesHaveTheirMessagesBelow();
    void allCanBeExpandedAndSomeNot();
    void risingDatesPutTheNewestLast();
    void rowsWithoutAConversationStandAlone();
    void unreadIsCountedAsFlagsChange();
    void onlyWhatIsInTheOrderCounts();

private:
    // Slots as placed: newest first.
    RowTable m_table{{{10, 100, {}, 1},
                      {9, 90, Flag::Read, 9},
                      {8, 80, Flag::Read, 1},
                      {7, 70, {}, 7},
                      {6, 60, {}, 9},
                      {1, 10, Flag::Read, 1}}};
    std::vector<int> m_order{0, 1, 2, 3, 4, 5};
};

void ThreadRowsTest::conversationsStandWhereTheirNewestMessageStands()
{
    ThreadRows threads;
    QCOMPARE(threads.build(m_table, m_order), (std::vector<int>{0, 1, 3}));
    QCOMPARE(threads.threadOf(5)->head, 0);
    QCOMPARE(threads.threadOf(5)->messages, 3);
    QCOMPARE(threads.threadOf(0)->unread, 1);
    QCOMPARE(threads.threadOf(1)->unread, 1);
    QCOMPARE(threads.slotsOf(2), (std::vector<int>{5, 2, 0}));
}

void ThreadRowsTest::expandedOnesHaveTheirMessagesBelow()
{
    ThreadRows threads;
    threads.setExpanded(m_table.at(2), true); // by any of its messages
    QVERIFY(threads.isExpanded(m_table.at(0)));
    QCOMPARE(threads.build(m_table, m_order), (std::vector<int>{0, 2, 5, 1, 3}));
    threads.setExpanded(m_table.at(0), false);
    QCOMPARE(threads.build(m_table, m_order), (std::vector<int>{0, 1, 3}));
}

void ThreadRowsTest::allCanBeExpandedAndSomeNot()
{
    ThreadRows threads;
    threads.setExpanded(m_table.at(0), true);
    threads.setAllExpanded(true);
    QCOMPARE(threads.build(m_table, m_order), (std::vector<int>{0, 2, 5, 1, 4, 3}));
    threads.setExpanded(m_table.at(1), false);
    QCOMPARE(threads.build(m_table, m_order), (std::vector<int>{0, 2, 5, 1, 3}));
    threads.setAllExpanded(false);
    QCOMPARE(threads.build(m_table, m_order), (std::vector<int>{0, 1, 3}));
}

void ThreadRowsTest::risingDatesPutTheNewestLast()
{
    ThreadRows threads;
    threads.setExpanded(m_table.at(0), true);
    QCOMPARE(threads.build(m_table, {5, 4, 3, 2, 1, 0}), (std::vector<int>{3, 1, 0, 5, 2}));
}

void ThreadRowsTest::rowsWithoutAConversationStandAlone()
{
    const RowTable table({{3, 30, {}, 0}, {2, 20, {}, 0}, {1, 10, {}, 0}});
    ThreadRows threads;
    QCOMPARE(threads.build(table, {0, 1, 2}), (std::vector<int>{0, 1, 2}));
    QCOMPARE(threads.threadOf(1)->messages, 1);
}

void ThreadRowsTest::unreadIsCountedAsFlagsChange()
{
    ThreadRows threads;
    threads.build(m_table, m_order);
    threads.changeFlags(2, Flag::Read, {});
    QCOMPARE(threads.threadOf(0)->unread, 2);
    threads.changeFlags(0, {}, Flag::Read | Flag::Starred);
    threads.changeFlags(0, Flag::Read | Flag::Starred, Flag::Read);
    QCOMPARE(threads.threadOf(0)->unread, 1);
}

void ThreadRowsTest::onlyWhatIsInTheOrderCounts()
{
    ThreadRows threads;
    QCOMPARE(threads.build(m_table, {2, 5}), (std::vector<int>{2}));
    QCOMPARE(threads.threadOf(2)->messages, 2);
    QVERIFY(!threads.threadOf(0));
    QVERIFY(threads.slotsOf(0).empty());
    threads.changeFlags(0, {}, Flag::Read); // of no consequence
    QCOMPARE(threads.threadOf(2)->unread, 0);
}

QTEST_GUILESS_MAIN(ThreadRowsTest)
#include "ThreadRowsTest.moc"
