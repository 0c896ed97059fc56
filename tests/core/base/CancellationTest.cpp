// SPDX-License-Identifier: GPL-3.0-or-later
#include "Cancellation.h"

#include <QTest>

class CancellationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cancelWakesEachListenerOnce()
    {
        Cancellation cancellation;
        int first = 0, second = 0;
        const Cancellation::Listener a(cancellation, [&] { ++first; });
        const Cancellation::Listener b(cancellation, [&] { ++second; });
        QVERIFY(!cancellation.isCancelled());
        cancellation.cancel();
        cancellation.cancel();
        QVERIFY(cancellation.isCancelled());
        QCOMPARE(first, 1);
        QCOMPARE(second, 1);
    }

    void lateListenerIsWokenAtOnce()
    {
        Cancellation cancellation;
        cancellation.cancel();
        int woken = 0;
        const Cancellation::Listener listener(cancellation, [&] { ++woken; });
        QCOMPARE(woken, 1);
    }

    void goneListenerIsNotWoken()
    {
        Cancellation cancellation;
        int woken = 0;
        {
            const Cancellation::Listener listener(cancellation, [&] { ++woken; });
        }
        cancellation.cancel();
        QCOMPARE(woken, 0);
    }
};

QTEST_GUILESS_MAIN(CancellationTest)
#include "CancellationTest.moc"
