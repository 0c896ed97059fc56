// SPDX-License-Identifier: GPL-3.0-or-later
//
// SharedSecrets lets several threads use a secret store that only one may use at a time. Who waits for its
// turn can be cancelled.
#pragma once

#include "SecretStore.h"

#include <mutex>

class SharedSecrets final : public SecretStore
{
public:
    // `store` must outlive it.
    explicit SharedSecrets(SecretStore &store) : m_store(store) {}

    Result<QString> read(const QString &key, Cancellation &cancellation) override;
    Result<void> write(const QString &key, const QString &secret, Cancellation &cancellation) override;
    Result<void> remove(const QString &key, Cancellation &cancellation) override;

private:
    template <class Work> auto inTurn(Cancellation &cancellation, Work work) -> decltype(work());

    SecretStore &m_store;
    std::timed_mutex m_mutex;
};
