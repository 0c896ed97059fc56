// SPDX-License-Identifier: GPL-3.0-or-later
//
// NoKeychain is what a system gives that keeps no secrets: each request fails, as unsupported or as the
// keychain of somebody who denies it. Any thread.
#pragma once

#include "SecretStore.h"

class NoKeychain final : public SecretStore
{
public:
    explicit NoKeychain(ErrorCode code = ErrorCode::Unsupported) : m_code(code) {}
    Result<QString> read(const QString &, Cancellation &) override { return failure(m_code); }
    Result<void> write(const QString &, const QString &, Cancellation &) override { return failure(m_code); }
    Result<void> remove(const QString &, Cancellation &) override { return failure(m_code); }

private:
    const ErrorCode m_code;
};
