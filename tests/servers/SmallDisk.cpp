// SPDX-License-Identifier: GPL-3.0-or-later
#include "SmallDisk.h"

#include <QFile>

#ifdef Q_OS_LINUX
#include <cerrno>
#include <cstring>
#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace
{

Result<void> failed(const QString &what)
{
    return failure(ErrorCode::Unsupported, what + QStringLiteral(": ") + QString::fromUtf8(strerror(errno)));
}

bool writeText(const char *path, const QByteArray &text)
{
    QFile file(QString::fromLatin1(path));
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

} // namespace

Result<void> SmallDisk::enterOwnMounts()
{
    const QByteArray user = QByteArray::number(::geteuid());
    const QByteArray group = QByteArray::number(::getegid());
    const bool isRoot = ::geteuid() == 0;
    if (::unshare(isRoot ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS) != 0)
        return failed(QStringLiteral("unshare"));
    if (!isRoot &&
        (!writeText("/proc/self/setgroups", "deny") || !writeText("/proc/self/uid_map", "0 " + user + " 1") ||
         !writeText("/proc/self/gid_map", "0 " + group + " 1")))
        return failed(QStringLiteral("uid_map"));
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
        return failed(QStringLiteral("mount"));
    return {};
}

Result<SmallDisk> SmallDisk::mount(const QString &directory)
{
    if (::mount("none", QFile::encodeName(directory).constData(), "tmpfs", 0, "size=256m,mode=0700") != 0)
        return failure(ErrorCode::Unsupported,
                       QStringLiteral("tmpfs: ") + QString::fromUtf8(strerror(errno)));
    return SmallDisk(directory);
}

SmallDisk::~SmallDisk()
{
    if (!m_directory.isEmpty())
        ::umount2(QFile::encodeName(m_directory).constData(), MNT_DETACH);
}

Result<void> SmallDisk::leaveFree(qint64 bytes) const
{
    struct statvfs status = {};
    if (::statvfs(QFile::encodeName(m_directory).constData(), &status) != 0)
        return failed(QStringLiteral("statvfs"));
    const auto page = static_cast<qint64>(status.f_frsize);
    const auto used = static_cast<qint64>(status.f_blocks - status.f_bfree);
    return remount("size=" + QByteArray::number((used + bytes / page) * page), false);
}

Result<void> SmallDisk::leavePlenty() const
{
    return remount("size=256m", false);
}

Result<void> SmallDisk::setReadOnly(bool on) const
{
    return remount({}, on);
}

Result<void> SmallDisk::remount(const QByteArray &options, bool readOnly) const
{
    const unsigned long flags = MS_REMOUNT | (readOnly ? static_cast<unsigned long>(MS_RDONLY) : 0UL);
    if (::mount("none", QFile::encodeName(m_directory).constData(), "tmpfs", flags, options.constData()) != 0)
        return failed(QStringLiteral("remount"));
    return {};
}
#else
Result<void> SmallDisk::enterOwnMounts()
{
    return failure(ErrorCode::Unsupported);
}
Result<SmallDisk> SmallDisk::mount(const QString &)
{
    return failure(ErrorCode::Unsupported);
}
SmallDisk::~SmallDisk() = default;
Result<void> SmallDisk::leaveFree(qint64) const
{
    return failure(ErrorCode::Unsupported);
}
Result<void> SmallDisk::leavePlenty() const
{
    return failure(ErrorCode::Unsupported);
}
Result<void> SmallDisk::setReadOnly(bool) const
{
    return failure(ErrorCode::Unsupported);
}
#endif
