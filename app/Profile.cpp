// SPDX-License-Identifier: GPL-3.0-or-later
#include "Profile.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <filesystem>
#include <system_error>

QString Profile::defaultDirectory()
{
    // The name is written out, so that poplar and poplar-cli share one profile.
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/poplar");
}

Result<Profile> Profile::open(const QString &directory, IfMissing ifMissing)
{
    const QString path =
        QDir::cleanPath(QDir().absoluteFilePath(directory.isEmpty() ? defaultDirectory() : directory));
    const QFileInfo existing(path);
    if (existing.exists() && !existing.isDir())
        return failure(ErrorCode::InvalidArgument, path);
    if (!existing.exists()) {
        if (ifMissing == IfMissing::Fail)
            return failure(ErrorCode::NotFound, path);
        if (!QDir().mkpath(QFileInfo(path).path()))
            return failure(ErrorCode::DiskFailed, path);
        const auto owner = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
        // Another process may have made it since; that is as good.
        if (!QDir().mkdir(path, owner) && !QFileInfo(path).isDir())
            return failure(ErrorCode::DiskFailed, path);
    }
    Profile profile;
    profile.m_directory = QFileInfo(path).canonicalFilePath();
    return profile;
}

Result<Profile> Profile::openTemporary()
{
    auto temporary =
        std::make_unique<QTemporaryDir>(QDir::tempPath() + QStringLiteral("/poplar-demo-XXXXXX"));
    if (!temporary->isValid())
        return failure(ErrorCode::DiskFailed, temporary->errorString());
    Profile profile;
    profile.m_directory = QFileInfo(temporary->path()).canonicalFilePath();
    profile.m_temporary = std::move(temporary);
    return profile;
}
