// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowSize.h"

#include <QTest>

class WindowSizeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aWindowOpensAsItAsks();
    void aWindowNeverOpensLargerThanTheScreen();
};

void WindowSizeTest::aWindowOpensAsItAsks()
{
    QWidget window;
    openAtSize(window, {300, 200});
    QCOMPARE(window.size(), QSize(300, 200));
}

void WindowSizeTest::aWindowNeverOpensLargerThanTheScreen()
{
    QWidget window;
    const QSize room = window.screen()->availableSize();
    openAtSize(window, room * 2);
    QVERIFY(window.width() < room.width() && window.height() < room.height());
    openAtSize(window, {room.width() * 2, 200});
    QVERIFY(window.width() < room.width());
    QCOMPARE(window.height(), 200);
}

QTEST_MAIN(WindowSizeTest)
#include "WindowSizeTest.moc"
