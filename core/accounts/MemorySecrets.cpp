// SPDX-License-Identifier: GPL-3.0-or-later
#include "MemorySecrets.h"

Result<QString> MemorySecrets::read(const QString &key, Cancellation &)
{
    const std::lock_guard lock(m_mutex);
    const auto at = m_secrets.constFind(key);
    if (at == m_secrets.cend())
        return failure(ErrorCode::NotFound, key);
    return *at;
}

Result<void> MemorySecrets::write(const QString &key, const QString &secret, Cancellation &)
{
    const std::lock_guard lock(m_mutex);
    m_secrets.insert(key, secret);
    return {};
}

Result<void> MemorySecrets::remove(const QString &key, Cancellation &)
{
    const std::lock_guard lock(m_mutex);
    m_secrets.remove(key);
    return {};
}
