// SPDX-License-Identifier: GPL-3.0-or-later
//
// SocketWait is how this module waits: in an event loop of its own, the only nested loop in Poplar, until
// something holds, the time is over or the Cancellation says so. Lives in one worker thread.
#pragma once

#include "Cancellation.h"

#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <chrono>

class SocketWait
{
public:
    enum class End { Ready, TimedOut, Cancelled };

    explicit SocketWait(Cancellation &cancellation)
        : m_cancellation(cancellation),
          // The wake may run in any thread; the loop's own thread sees it as a posted event.
          m_listener(cancellation,
                     [this] { QMetaObject::invokeMethod(&m_loop, &QEventLoop::quit, Qt::QueuedConnection); })
    {
        m_timer.setSingleShot(true);
        QObject::connect(&m_timer, &QTimer::timeout, &m_loop, [this] { wake(); });
    }

    // What `ready` looks at has to wake() this when it changes.
    template <class Ready> End until(Ready ready, std::chrono::milliseconds timeout)
    {
        m_timer.start(std::max(timeout, std::chrono::milliseconds(0)));
        while (true) {
            if (isCancelled())
                return End::Cancelled;
            if (ready())
                return End::Ready;
            if (!m_timer.isActive())
                return End::TimedOut;
            m_loop.exec();
        }
    }

    void wake() { m_loop.quit(); }
    QObject *context() { return &m_loop; } // for connections to wake(), and for calls into this thread
    bool isCancelled() const { return m_cancellation.isCancelled(); }
    void processEvents() { m_loop.processEvents(); }

private:
    Cancellation &m_cancellation;
    QEventLoop m_loop;
    QTimer m_timer;
    Cancellation::Listener m_listener; // last: destroyed first, so that it never wakes a dead loop
};
