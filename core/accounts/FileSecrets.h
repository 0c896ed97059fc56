// SPDX-License-Identifier: GPL-3.0-or-later
//
// FileSecrets keeps passwords in secrets.json of the profile, readable by its owner alone: for a server
// without a desktop, where the user asked for it (`--store-password-in-file`). Any thread.
#pragma once

#include "SecretStore.h"

#include <QHash>

#include <mutex>

class FileSecrets final : public SecretStore
{
public:
    explicit FileSecrets(const QString &profileDirectory);

    // Whether the user has chosen this place before: the file is there.
    static bool isUsed(const QString &profileDirectory);

    Result<QString> read(const QString &key, Cancellation &cancellation) override;
    Result<void> write(const QString &key, const QString &secret, Cancellation &cancellation) override;
    Result<void> remove(const QString &key, Cancellation &cancellation) override;

private:
    Result<QHash<QString, QString>> load() const;
    Result<void> save(const QHash<QString, QString> &secrets) const;

    QString m_path;
    std::mutex m_mutex;
};
