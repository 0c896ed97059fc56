// SPDX-License-Identifier: GPL-3.0-or-later
//
// KeychainSecrets keeps passwords in the system's keychain (QtKeychain: Secret Service, KWallet, Windows
// Credential Manager, macOS Keychain). Blocks while the keychain asks its user: for worker threads only.
#pragma once

#include "SecretStore.h"

class KeychainSecrets final : public SecretStore
{
public:
    // Unsupported from each function where no keychain answers.
    Result<QString> read(const QString &key, Cancellation &cancellation) override;
    Result<void> write(const QString &key, const QString &secret, Cancellation &cancellation) override;
    Result<void> remove(const QString &key, Cancellation &cancellation) override;
};
