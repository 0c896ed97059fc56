// SPDX-License-Identifier: GPL-3.0-or-later
//
// NoKeychain is what a system gives that keeps no secrets: each request fails as unsupported. Any thread.
#pragma once

#include "SecretStore.h"

class NoKeychain final : public SecretStore
{
public:
    Result<QString> read(const QString &, Cancellation &) override { return failure(ErrorCode::Unsupported); }
    Result<void> write(const QString &, const QString &, Cancellation &) override
    {
        return failure(ErrorCode::Unsupported);
    }
    Result<void> remove(const QString &, Cancellation &) override { return failure(ErrorCode::Unsupported); }
};
