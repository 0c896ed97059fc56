// SPDX-License-Identifier: GPL-3.0-or-later
#include "Ask.h"

#include <QSemaphore>
#include <QTest>
#include <QThread>

#include <memory>

class AskTest : public QObject
{
    Q_OBJECT

private:
    QThread m_thread;
    QObject m_worker;

private Q_SLOTS:
    void init()
    {
        m_worker.moveToThread(&m_thread);
        m_thread.start();
    }

    void cleanup()
    {
        m_thread.quit();
        QVERIFY(m_thread.wait());
    }

    void worksThereAndAnswersHere()
    {
        QThread *workedIn = nullptr, *answeredIn = nullptr;
        int answer = 0;
        ask(
            &m_worker,
            [&] {
                workedIn = QThread::currentThread();
                return 42;
            },
            this,
            [&](int value) {
                answeredIn = QThread::currentThread();
                answer = value;
            });
        QTRY_COMPARE(answer, 42);
        QCOMPARE(workedIn, &m_thread);
        QCOMPARE(answeredIn, thread());
    }

    void movesValuesThatCannotBeCopied()
    {
        int answer = 0;
        ask(
            &m_worker, [] { return std::make_unique<int>(7); }, this,
            [&](std::unique_ptr<int> value) { answer = *value; });
        QTRY_COMPARE(answer, 7);
    }

    void dropsTheAnswerWhenTheContextHasDied()
    {
        QSemaphore gate;
        bool answered = false, worked = false;
        {
            QObject context;
            ask(
                &m_worker,
                [&] {
                    gate.acquire();
                    worked = true;
                    return 1;
                },
                &context, [&](int) { answered = true; });
        }
        gate.release();
        bool flushed = false;
        ask(
            &m_worker, [] { return 0; }, this, [&](int) { flushed = true; });
        QTRY_VERIFY(flushed);
        QVERIFY(worked);
        QVERIFY(!answered);
    }
};

QTEST_GUILESS_MAIN(AskTest)
#include "AskTest.moc"
