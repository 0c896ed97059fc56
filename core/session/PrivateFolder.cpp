// SPDX-License-Identifier: GPL-3.0-or-later
#include "PrivateFolder.h"

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
    static const QRegularExpression name(QStringLiteral("^poplar-files-[A-Za-z]{6}$"));
    return !folder.isSymLink() && folder.isDir() && name.match(folder.fileName()).hasMatch();
}

QStringList namesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

bool isPlainFile(const QFileInfo &info)
{
    return info.isFile() && !info.isSymLink();
}

// A folder with one file, as newFile() makes it; or with none, when it was not written any more.
bool holdsOneFile(const QFileInfo &info)
{
    static const QRegularExpression place(QStringLiteral("^file-\\d+$"));
    if (!place.match(info.fileName()).hasMatch() || info.isSymLink() || !info.isDir())
        return false;
    const QStringList names = namesIn(info.filePath());
    return names.isEmpty() ||
           (names.size() == 1 && isPlainFile(QFileInfo(QDir(info.filePath()).filePath(names.front()))));
}

// False where there is anything but what Poplar writes.
bool holdsOurFilesAlone(const QDir &folder, const QStringList &names)
{
    static const QRegularExpression page(QStringLiteral("^message-\\d+\\.html$"));
    return std::all_of(names.begin(), names.end(), [&folder](const QString &name) {
        const QFileInfo info(folder.filePath(name));
        return isPlainFile(info) ? name == lockName || page.match(name).hasMatch() : holdsOneFile(info);
    });
}

void removeEntry(const QString &path)
{
    if (isPlainFile(QFileInfo(path))) {
        QFile::remove(path);
        return;
    }
    for (const QString &name : namesIn(path))
        QFile::remove(QDir(path).filePath(name));
    QDir().rmdir(path);
}

bool removeFolder(const QFileInfo &info, qint64 now)
{
    const QDir folder(info.filePath());
    const QStringList names = namesIn(info.filePath());
    const bool isOld = now - info.lastModified().toSecsSinceEpoch() >= PrivateFolder::old;
    if (!holdsOurFilesAlone(folder, names) || (!names.contains(lockName) && !isOld))
        return false;
    const auto lock = lockIn(info.filePath());
    if (!lock->tryLock(0))
        return false;
    for (const QString &name : names)
        if (name != lockName)
            removeEntry(folder.filePath(name));
    lock->unlock(); // which removes it
    return QDir().rmdir(info.filePath());
}
} // namespace

PrivateFolder::PrivateFolder(const QString &parent)
    : m_folder(QDir(parent).filePath(QStringLiteral("poplar-files-XXXXXX")))
{
}

PrivateFolder::~PrivateFolder()
{
    m_lock.reset();
}

Result<std::unique_ptr<PrivateFolder>> PrivateFolder::make(const QString &parent)
{
    std::unique_ptr<PrivateFolder> made(new PrivateFolder(parent));
    if (!made->m_folder.isValid())
        return failure(ErrorCode::DiskFailed, made->m_folder.errorString());
    made->m_lock = lockIn(made->m_folder.path());
    if (!made->m_lock->tryLock(0))
        return failure(ErrorCode::DiskFailed, made->m_folder.path());
    return made;
}

QString PrivateFolder::newPage()
{
    return m_folder.filePath(QStringLiteral("message-%1.html").arg(++m_given));
}

Result<QString> PrivateFolder::newFile(const QString &name)
{
    const QString place = m_folder.filePath(QStringLiteral("file-%1").arg(++m_given));
    if (!QDir().mkdir(place))
        return failure(ErrorCode::DiskFailed, place);
    return QDir(place).filePath(name);
}

int PrivateFolder::removeLeft(qint64 now, const QString &parent)
{
    const QFileInfoList found =
        QDir(parent).entryInfoList({QStringLiteral("poplar-files-*")}, QDir::Dirs | QDir::NoDotAndDotDot);
    int removed = 0;
    for (const QFileInfo &folder : found.mid(0, mostAtOnce))
        removed += isOurs(folder) && removeFolder(folder, now) ? 1 : 0;
    return removed;
}
