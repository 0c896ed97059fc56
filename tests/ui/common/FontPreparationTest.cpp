// SPDX-License-Identifier: GPL-3.0-or-later
#include "FontPreparation.h"

#include "Fonts.h"

#include <QTest>

class FontPreparationTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsFontsAScriptAtATime();
    void beginsAnewWithOtherFonts();
};

void FontPreparationTest::findsFontsAScriptAtATime()
{
    FontPreparation preparation;
    QVERIFY(preparation.isFresh());
    QVERIFY(!preparation.isDone());
    preparation.prepare({QFont(), Fonts::demiBold(QFont())});
    QVERIFY(!preparation.isFresh());
    int turns = 0;
    while (!preparation.isDone() && ++turns < 10'000)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    QVERIFY(turns > 20); // each gave the event loop a turn
    QVERIFY(preparation.isDone());
}

void FontPreparationTest::beginsAnewWithOtherFonts()
{
    FontPreparation preparation;
    preparation.prepare({QFont()});
    QTRY_VERIFY(preparation.isDone());
    preparation.prepare({Fonts::scaled(QFont(), 1.5)});
    QVERIFY(!preparation.isDone());
    QTRY_VERIFY(preparation.isDone());
}

QTEST_MAIN(FontPreparationTest)
#include "FontPreparationTest.moc"
