// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Window.h"

#include <QTest>

namespace
{

// Sends commands of one kind until the window is full.
int fill(Pop3Window &window, qsizetype bytes, qint64 expected)
{
    int count = 0;
    for (; window.admits(bytes, expected) && count < 10'000; ++count)
        window.sent(bytes, expected);
    return count;
}

} // namespace

class Pop3WindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lockStepAdmitsOne();
    void boundsCommandsAndBytes_data();
    void boundsCommandsAndBytes();
    void asksForMoreAtHalf();
    void oneLargeMessageGoesAlone();
};

void Pop3WindowTest::lockStepAdmitsOne()
{
    Pop3Window window(false);
    QVERIFY(window.wantsMore());
    QCOMPARE(fill(window, 8, 100), 1);
    QVERIFY(!window.wantsMore());
    window.answered();
    QVERIFY(window.isEmpty() && window.wantsMore());
}

void Pop3WindowTest::boundsCommandsAndBytes_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<qint64>("expected");
    QTest::addColumn<int>("count");
    QTest::newRow("commands") << qint64(8) << qint64(0) << 512;
    QTest::newRow("command bytes") << qint64(64) << qint64(0) << 128;
    QTest::newRow("expected bytes") << qint64(8) << qint64(1024 * 1024) << 8;
    QTest::newRow("negative size") << qint64(8) << qint64(-1) << 512;
    QTest::newRow("absurd size") << qint64(8) << std::numeric_limits<qint64>::max() << 1;
}

void Pop3WindowTest::boundsCommandsAndBytes()
{
    QFETCH(qint64, bytes);
    QFETCH(qint64, expected);
    Pop3Window window(true);
    QTEST(fill(window, bytes, expected), "count");
}

void Pop3WindowTest::asksForMoreAtHalf()
{
    Pop3Window window(true);
    QCOMPARE(fill(window, 10, 1000), 512);
    for (int answered = 1; answered < 256; ++answered) {
        window.answered();
        QVERIFY(!window.wantsMore());
    }
    window.answered();
    QVERIFY(window.wantsMore());
    QCOMPARE(fill(window, 10, 1000), 256);
}

void Pop3WindowTest::oneLargeMessageGoesAlone()
{
    Pop3Window window(true);
    window.sent(10, 200 * 1024 * 1024);
    QVERIFY(!window.admits(10, 1));
    QVERIFY(!window.wantsMore());
    window.answered();
    QVERIFY(window.admits(10, 1));
}

QTEST_GUILESS_MAIN(Pop3WindowTest)
#include "Pop3WindowTest.moc"
