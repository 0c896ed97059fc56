// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageFolder.h"

#include <QDateTime>
#include <QRegularExpression>

#include <algorithm>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace
{
constexpr qsizetype mostAtOnce = 1000;
constexpr QLatin1String lockName("lock");

std::unique_ptr<QLockFile> lockIn(const QString &folder)
{
    auto lock = std::make_unique<QLockFile>(folder + QLatin1Char('/') + lockName);
    lock->setStaleLockTime(0); // of a living process it never is
    return lock;
}

bool isOurs(const QFileInfo &folder)
{
#ifdef Q_OS_UNIX
    if (folder.ownerId() != getuid()) // in the folder that all share anybody may make one
        return false;
#endif
    static const QRegularExpression name(QStringLiteral("^poplar-page-[A-Za-z]{6}$"));
    return !folder.isSymLink() && folder.isDir() && name.match(folder.fileName()).hasMatch();
}

// False where there is anything but what Poplar writes.
bool holdsPagesAlone(const QStringList &names)
{
    static const QRegularExpression page(QStringLiteral("^message-\\d+\\.html$"));
    return std::all_of(names.begin(), names.end(),
                       [](const QString &name) { return name == lockName || page.match(name).hasMatch(); });
}

bool removeFolder(const QFileInfo &info, qint64 now)
{
    const QDir folder(info.filePath());
    const QStringList names =
        folder.entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    const bool isOld = now - info.lastModified().toSecsSinceEpoch() >= PageFolder::old;
    if (!holdsPagesAlone(names) || (!names.contains(lockName) && !isOld))
        return false;
    const auto lock = lockIn(info.filePath());
    if (!lock->tryLock(0))
        return false;
    for (const QString &name : names)
        if (name != lockName)
            QFile::remove(folder.filePath(name));
    lock->unlock(); // which removes it
    return QDir().rmdir(info.filePath());
}
} // namespace

PageFolder::PageFolder(const QString &parent)
    : m_folder(QDir(parent).filePath(QStringLiteral("poplar-page-XXXXXX")))
{
}

PageFolder::~PageFolder()
{
    m_lock.reset();
}

Result<std::unique_ptr<PageFolder>> PageFolder::make(const QString &parent)
{
    std::unique_ptr<PageFolder> made(new PageFolder(parent));
    if (!made->m_folder.isValid())
        return failure(ErrorCode::DiskFailed, made->m_folder.errorString());
    made->m_lock = lockIn(made->m_folder.path());
    if (!made->m_lock->tryLock(0))
        return failure(ErrorCode::DiskFailed, made->m_folder.path());
    return made;
}

QString PageFolder::newPage()
{
    return m_folder.filePath(QStringLiteral("message-%1.html").arg(++m_pages));
}

int PageFolder::removeLeft(qint64 now, const QString &parent)
{
    const QFileInfoList found =
        QDir(parent).entryInfoList({QStringLiteral("poplar-page-*")}, QDir::Dirs | QDir::NoDotAndDotDot);
    int removed = 0;
    for (const QFileInfo &folder : found.mid(0, mostAtOnce))
        removed += isOurs(folder) && removeFolder(folder, now) ? 1 : 0;
    return removed;
}
