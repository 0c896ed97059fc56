// SPDX-License-Identifier: GPL-3.0-or-later
#include "ProfileLock.h"

Result<std::unique_ptr<ProfileLock>> ProfileLock::take(const QString &profileDirectory)
{
    const QString path = profileDirectory + QStringLiteral("/LOCK");
    std::unique_ptr<ProfileLock> lock(new ProfileLock(path));
    // A lock is never stale by its age, only when its process is dead.
    lock->m_file.setStaleLockTime(0);
    if (lock->m_file.tryLock(0))
        return lock;
    if (lock->m_file.error() == QLockFile::PermissionError)
        return failure(ErrorCode::ReadOnly, path);
    if (lock->m_file.error() != QLockFile::LockFailedError)
        return failure(ErrorCode::DiskFailed, path);
    qint64 process = 0;
    QString host, program;
    lock->m_file.getLockInfo(&process, &host, &program);
    return failure(ErrorCode::ProfileLocked,
                   QStringLiteral("%1: process %2 (%3) on %4").arg(path).arg(process).arg(program, host));
}
