// SPDX-License-Identifier: GPL-3.0-or-later
//
// SessionGate lets at most so many checks be signed in at once. A check that is still on its way to its
// server needs no permit, so a server that does not answer keeps nobody waiting. Any thread.
#pragma once

#include "Cancellation.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

class SessionGate
{
public:
    explicit SessionGate(int permits) : m_free(permits) {}

    // Waits for a permit. False when it was cancelled, or when there was none for so long: a server does not
    // wait for a password for ever.
    bool enter(Cancellation &cancellation, std::chrono::milliseconds patience);
    // Takes a permit although there is none: for a check that was inside before and has work to finish.
    void enterAnyway();
    void leave();

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_free;
};
