// SPDX-License-Identifier: GPL-3.0-or-later
#include "ProfileSecrets.h"

ProfileSecrets::ProfileSecrets(const QString &profileDirectory, NewSecrets place)
    : m_place(place), m_file(profileDirectory)
{
}

Result<QString> ProfileSecrets::read(const QString &key, Cancellation &cancellation)
{
    auto inFile = m_file.read(key, cancellation);
    if (inFile || inFile.error().code != ErrorCode::NotFound)
        return inFile;
    return m_keychain.read(key, cancellation);
}

Result<void> ProfileSecrets::write(const QString &key, const QString &secret, Cancellation &cancellation)
{
    const bool isInFile = m_file.read(key, cancellation).has_value();
    if (m_place == NewSecrets::ToKeychain && !isInFile)
        return m_keychain.write(key, secret, cancellation);
    return m_file.write(key, secret, cancellation);
}

Result<void> ProfileSecrets::remove(const QString &key, Cancellation &cancellation)
{
    CHECK(m_file.remove(key, cancellation));
    auto removed = m_keychain.remove(key, cancellation);
    // Where there is no keychain it holds nothing.
    if (!removed && removed.error().code != ErrorCode::Unsupported &&
        removed.error().code != ErrorCode::NotFound)
        return removed;
    return {};
}
