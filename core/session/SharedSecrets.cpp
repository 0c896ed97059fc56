// SPDX-License-Identifier: GPL-3.0-or-later
#include "SharedSecrets.h"

#include <chrono>

namespace
{
constexpr std::chrono::milliseconds patience{20};
}

template <class Work> auto SharedSecrets::inTurn(Cancellation &cancellation, Work work) -> decltype(work())
{
    std::unique_lock lock(m_mutex, std::defer_lock);
    while (!lock.try_lock_for(patience))
        if (cancellation.isCancelled())
            return failure(ErrorCode::Cancelled);
    return work();
}

Result<QString> SharedSecrets::read(const QString &key, Cancellation &cancellation)
{
    return inTurn(cancellation, [&] { return m_store.read(key, cancellation); });
}

Result<void> SharedSecrets::write(const QString &key, const QString &secret, Cancellation &cancellation)
{
    return inTurn(cancellation, [&] { return m_store.write(key, secret, cancellation); });
}

Result<void> SharedSecrets::remove(const QString &key, Cancellation &cancellation)
{
    return inTurn(cancellation, [&] { return m_store.remove(key, cancellation); });
}
