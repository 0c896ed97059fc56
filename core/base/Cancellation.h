// SPDX-License-Identifier: GPL-3.0-or-later
//
// Cancellation tells work in another thread to stop. Its owner keeps it alive for as long as the work runs
// and hands it over by reference. All functions may be called from any thread. (std::stop_token would do, but
// the C++ library of macOS does not ship it.)
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>

class Cancellation
{
public:
    Cancellation() = default;
    Cancellation(const Cancellation &) = delete;
    Cancellation &operator=(const Cancellation &) = delete;

    void cancel();
    bool isCancelled() const { return m_cancelled.load(std::memory_order_acquire); }

    // Calls `wake` once when cancel() is called, in the thread that calls it; at once if it was called
    // already. Lives as long as the Listener; when its destructor has returned, `wake` does not run any more.
    class Listener
    {
    public:
        Listener(Cancellation &cancellation, std::function<void()> wake);
        ~Listener();
        Listener(const Listener &) = delete;
        Listener &operator=(const Listener &) = delete;

    private:
        Cancellation &m_cancellation;
        int m_key = 0;
    };

private:
    std::atomic<bool> m_cancelled{false};
    std::mutex m_mutex;
    std::map<int, std::function<void()>> m_listeners;
    int m_nextKey = 1;
};
