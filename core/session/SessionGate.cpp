// SPDX-License-Identifier: GPL-3.0-or-later
#include "SessionGate.h"

bool SessionGate::enter(Cancellation &cancellation, std::chrono::milliseconds patience)
{
    const Cancellation::Listener listener(cancellation, [this] {
        const std::lock_guard lock(m_mutex);
        m_changed.notify_all();
    });
    std::unique_lock lock(m_mutex);
    const bool free =
        m_changed.wait_for(lock, patience, [&] { return m_free > 0 || cancellation.isCancelled(); });
    if (!free || cancellation.isCancelled())
        return false;
    --m_free;
    return true;
}

void SessionGate::enterAnyway()
{
    const std::lock_guard lock(m_mutex);
    --m_free;
}

void SessionGate::leave()
{
    const std::lock_guard lock(m_mutex);
    ++m_free;
    m_changed.notify_one();
}
