// SPDX-License-Identifier: GPL-3.0-or-later
//
// ByteBudget bounds what waits in a queue between two threads: the producer takes before it queues and waits
// while too much is out, the consumer gives back when it is done. Any thread.
#pragma once

#include <QtGlobal>

#include <condition_variable>
#include <mutex>

class ByteBudget
{
public:
    explicit ByteBudget(qint64 limit) : m_limit(limit) {}

    // Waits until nothing is out, or `bytes` more stay within the limit.
    void take(qint64 bytes);
    void giveBack(qint64 bytes);
    // Waits until everything has been given back.
    void waitUntilIdle();

private:
    const qint64 m_limit;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    qint64 m_out = 0;
};
