// SPDX-License-Identifier: GPL-3.0-or-later
//
// RenderBudget is what one pass over a message's HTML may cost. Steps are counted, so that the same message
// ends at the same place everywhere; the clock is for what steps do not see. One thread.
#pragma once

#include <chrono>

// For each of the three passes: tree, styles, layout. Far above what honest mail needs (some ms in all).
struct RenderLimits {
    long long steps = 3'000'000;
    std::chrono::milliseconds time{500};
};

class RenderBudget
{
public:
    explicit RenderBudget(const RenderLimits &limits)
        : m_steps(limits.steps), m_end(std::chrono::steady_clock::now() + limits.time)
    {
    }

    // False from the first time that the pass has cost too much.
    bool spend(long long steps = 1)
    {
        m_steps -= steps;
        m_unseen += steps;
        if (m_unseen >= between && m_steps > 0) {
            m_unseen = 0;
            if (std::chrono::steady_clock::now() >= m_end)
                m_steps = 0;
        }
        return m_steps > 0;
    }
    bool isExhausted() const { return m_steps <= 0; }

private:
    static constexpr long long between = 500; // steps from one look at the clock to the next

    long long m_steps, m_unseen = 0;
    std::chrono::steady_clock::time_point m_end;
};
