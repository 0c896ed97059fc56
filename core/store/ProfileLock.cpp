// SPDX-License-Identifier: GPL-3.0-or-later
#include "ProfileLock.h"

#include "WriteTrial.h"

#include <QThread>

namespace
{

// A program that was killed while it made the file left one that names nobody, and QLockFile would never take
// that over. Whoever holds it has it locked with the system too, so that only a file without holder is
// removed.
bool removeNameless(QLockFile &file)
{
    constexpr int patience = 10; // tenths of a second: one that is being made is about to get its name
    qint64 process = 0;
    QString host, program;
    for (int i = 0; i < patience; ++i) {
        if (file.getLockInfo(&process, &host, &program))
            return false;
        QThread::msleep(100);
    }
    return file.removeStaleLockFile();
}

} // namespace

Result<std::unique_ptr<ProfileLock>> ProfileLock::take(const QString &profileDirectory)
{
    const QString path = profileDirectory + QStringLiteral("/LOCK");
    std::unique_ptr<ProfileLock> lock(new ProfileLock(path));
    // A lock is never stale by its age, only when its process is dead.
    lock->m_file.setStaleLockTime(0);
    bool isTaken = lock->m_file.tryLock(0);
    if (!isTaken && lock->m_file.error() == QLockFile::LockFailedError && removeNameless(lock->m_file))
        isTaken = lock->m_file.tryLock(0);
    if (!isTaken && lock->m_file.error() == QLockFile::UnknownError) {
        if (const auto written = tryWriting(profileDirectory); !written)
            return failure(written.error().code, path);
        isTaken = lock->m_file.tryLock(0);
    }
    if (isTaken)
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
