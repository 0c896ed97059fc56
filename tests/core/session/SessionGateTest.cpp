// SPDX-License-Identifier: GPL-3.0-or-later
#include "SessionGate.h"

#include <QTest>

#include <future>

using namespace std::chrono_literals;

class SessionGateTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asManyEnterAsThereArePermits()
    {
        SessionGate gate(2);
        Cancellation cancellation;
        QVERIFY(gate.enter(cancellation, 0ms));
        QVERIFY(gate.enter(cancellation, 0ms));
        QVERIFY(!gate.enter(cancellation, 0ms));
        gate.leave();
        QVERIFY(gate.enter(cancellation, 0ms));
        QVERIFY(!gate.enter(cancellation, 0ms));
    }

    void whoLeavesLetsOneIn()
    {
        SessionGate gate(1);
        Cancellation cancellation;
        QVERIFY(gate.enter(cancellation, 0ms));
        const auto wait = [&] { return gate.enter(cancellation, 10min); };
        auto first = std::async(std::launch::async, wait);
        auto second = std::async(std::launch::async, wait);
        gate.leave();
        QTRY_VERIFY(first.wait_for(0ms) == std::future_status::ready ||
                    second.wait_for(0ms) == std::future_status::ready);
        QVERIFY(first.wait_for(20ms) != second.wait_for(20ms)); // one of them, and not both
        gate.leave();
        QVERIFY(first.get() && second.get());
    }

    void aCancelEndsTheWait()
    {
        SessionGate gate(0);
        Cancellation cancellation;
        auto waiting = std::async(std::launch::async, [&] { return gate.enter(cancellation, 10min); });
        cancellation.cancel();
        QVERIFY(!waiting.get());
        gate.leave();
        QVERIFY(!gate.enter(cancellation, 0ms)); // nor does it take a permit afterwards
        Cancellation another;
        QVERIFY(gate.enter(another, 0ms));
    }

    void whoMustGoOnOwesAPermit()
    {
        SessionGate gate(1);
        Cancellation cancellation;
        QVERIFY(gate.enter(cancellation, 0ms));
        gate.enterAnyway();
        gate.leave();
        QVERIFY(!gate.enter(cancellation, 0ms));
        gate.leave();
        QVERIFY(gate.enter(cancellation, 0ms));
    }
};

QTEST_GUILESS_MAIN(SessionGateTest)
#include "SessionGateTest.moc"
