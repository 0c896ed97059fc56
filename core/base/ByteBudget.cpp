// SPDX-License-Identifier: GPL-3.0-or-later
#include "ByteBudget.h"

void ByteBudget::take(qint64 bytes)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return m_out == 0 || m_out + bytes <= m_limit; });
    m_out += bytes;
}

void ByteBudget::giveBack(qint64 bytes)
{
    const std::lock_guard lock(m_mutex);
    m_out -= bytes;
    m_changed.notify_all();
}

void ByteBudget::waitUntilIdle()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return m_out == 0; });
}
