// SPDX-License-Identifier: GPL-3.0-or-later
//
// FakeClock is the time of day that a test turns by hand. Any thread.
#pragma once

#include "Clock.h"

#include <atomic>

class FakeClock final : public Clock
{
public:
    explicit FakeClock(qint64 now = 1'800'000'000) : m_now(now) {}

    qint64 now() const override { return m_now; }
    void advance(qint64 seconds) { m_now += seconds; }
    void advanceDays(qint64 days) { advance(days * 24 * 3600); }

private:
    std::atomic<qint64> m_now; // seconds since 1970 UTC
};
