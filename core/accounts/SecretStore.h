// SPDX-License-Identifier: GPL-3.0-or-later
//
// SecretStore keeps passwords, by account uuid. Calls may block (a keychain asks its user): never call one
// from the GUI thread. A cancel ends the wait with Cancelled.
#pragma once

#include "Cancellation.h"
#include "Result.h"

#include <QString>

class SecretStore
{
public:
    virtual ~SecretStore() = default;
    // NotFound when there is none; Unsupported when there is no keychain.
    virtual Result<QString> read(const QString &key, Cancellation &cancellation) = 0;
    virtual Result<void> write(const QString &key, const QString &secret, Cancellation &cancellation) = 0;
    virtual Result<void> remove(const QString &key, Cancellation &cancellation) = 0;
};
