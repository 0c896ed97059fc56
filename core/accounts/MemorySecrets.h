// SPDX-License-Identifier: GPL-3.0-or-later
//
// MemorySecrets keeps passwords until Poplar quits, for the demo, for tests, and where there is no keychain.
// Any thread.
#pragma once

#include "SecretStore.h"

#include <QHash>

#include <mutex>

class MemorySecrets final : public SecretStore
{
public:
    Result<QString> read(const QString &key, Cancellation &cancellation) override;
    Result<void> write(const QString &key, const QString &secret, Cancellation &cancellation) override;
    Result<void> remove(const QString &key, Cancellation &cancellation) override;

private:
    std::mutex m_mutex;
    QHash<QString, QString> m_secrets;
};
