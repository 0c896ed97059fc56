// SPDX-License-Identifier: GPL-3.0-or-later
#include "FileSecrets.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace
{
QString pathIn(const QString &profileDirectory)
{
    return QDir(profileDirectory).filePath(QStringLiteral("secrets.json"));
}
} // namespace

FileSecrets::FileSecrets(const QString &profileDirectory) : m_path(pathIn(profileDirectory)) {}

bool FileSecrets::isUsed(const QString &profileDirectory)
{
    return QFile::exists(pathIn(profileDirectory));
}

Result<QString> FileSecrets::read(const QString &key, Cancellation &)
{
    const std::lock_guard lock(m_mutex);
    TRY(const auto secrets, load());
    const auto at = secrets.constFind(key);
    if (at == secrets.cend())
        return failure(ErrorCode::NotFound, key);
    return *at;
}

Result<void> FileSecrets::write(const QString &key, const QString &secret, Cancellation &)
{
    const std::lock_guard lock(m_mutex);
    TRY(auto secrets, load());
    secrets.insert(key, secret);
    return save(secrets);
}

Result<void> FileSecrets::remove(const QString &key, Cancellation &)
{
    const std::lock_guard lock(m_mutex);
    TRY(auto secrets, load());
    if (secrets.remove(key) == 0)
        return {};
    return save(secrets);
}

Result<QHash<QString, QString>> FileSecrets::load() const
{
    QHash<QString, QString> secrets;
    QFile file(m_path);
    if (!file.exists())
        return secrets;
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::DiskFailed, m_path + QLatin1String(": ") + file.errorString());
    QJsonParseError parseError;
    const QJsonObject json = QJsonDocument::fromJson(file.readAll(), &parseError).object();
    if (parseError.error != QJsonParseError::NoError)
        return failure(ErrorCode::Damaged, m_path);
    for (auto at = json.begin(); at != json.end(); ++at)
        secrets.insert(at.key(), at.value().toString());
    return secrets;
}

Result<void> FileSecrets::save(const QHash<QString, QString> &secrets) const
{
    QJsonObject json;
    for (auto at = secrets.begin(); at != secrets.end(); ++at)
        json.insert(at.key(), at.value());
    const QByteArray bytes = QJsonDocument(json).toJson();
    QSaveFile file(m_path);
    // The permissions are set before the first byte is written.
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) ||
        file.write(bytes) != bytes.size() || !file.commit())
        return failure(ErrorCode::DiskFailed, m_path + QLatin1String(": ") + file.errorString());
    return {};
}
