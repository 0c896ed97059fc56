// SPDX-License-Identifier: GPL-3.0-or-later
#include "Cancellation.h"

#include <utility>

void Cancellation::cancel()
{
    const std::lock_guard lock(m_mutex);
    if (m_cancelled.exchange(true, std::memory_order_acq_rel))
        return;
    for (const auto &[key, wake] : m_listeners)
        wake();
}

Cancellation::Listener::Listener(Cancellation &cancellation, std::function<void()> wake)
    : m_cancellation(cancellation)
{
    const std::lock_guard lock(m_cancellation.m_mutex);
    if (m_cancellation.isCancelled()) {
        wake();
        return;
    }
    m_key = m_cancellation.m_nextKey++;
    m_cancellation.m_listeners.emplace(m_key, std::move(wake));
}

Cancellation::Listener::~Listener()
{
    const std::lock_guard lock(m_cancellation.m_mutex);
    m_cancellation.m_listeners.erase(m_key);
}
