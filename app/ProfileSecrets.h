// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProfileSecrets keeps the passwords of one profile: in the system's keychain, or, where the user asked for
// it, in the profile's secrets.json. A password is in one of the two places, never in both. Worker threads,
// one at a time, as MailSession does.
#pragma once

#include "FileSecrets.h"
#include "KeychainSecrets.h"

class ProfileSecrets final : public SecretStore
{
public:
    enum class NewSecrets { ToKeychain, ToFile };

    ProfileSecrets(const QString &profileDirectory, NewSecrets place);

    // Unsupported where the password could only be in the keychain and there is none.
    Result<QString> read(const QString &key, Cancellation &cancellation) override;
    // A secret that is in the file already is replaced there.
    Result<void> write(const QString &key, const QString &secret, Cancellation &cancellation) override;
    Result<void> remove(const QString &key, Cancellation &cancellation) override;

private:
    NewSecrets m_place;
    FileSecrets m_file;
    KeychainSecrets m_keychain;
};
