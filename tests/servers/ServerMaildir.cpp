// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerMaildir.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <unistd.h>

namespace
{
const QStringList folders{QStringLiteral("new"), QStringLiteral("cur"), QStringLiteral("tmp")};

Result<void> giveToOwner(const QString &path)
{
    if (::geteuid() == 0 &&
        ::lchown(QFile::encodeName(path).constData(), ServerMaildir::owner(), ServerMaildir::owner()) != 0)
        return failure(ErrorCode::DiskFailed, path);
    return {};
}
} // namespace

uint ServerMaildir::owner()
{
    constexpr uint nobody = 65534;
    return ::geteuid() == 0 ? nobody : ::geteuid();
}

Result<ServerMaildir> ServerMaildir::open(const QString &directory)
{
    QDir dir(directory);
    for (const QString &folder : folders) {
        if (!dir.mkpath(folder))
            return failure(ErrorCode::DiskFailed, dir.filePath(folder));
        CHECK(giveToOwner(dir.filePath(folder)));
    }
    CHECK(giveToOwner(directory));
    ServerMaildir maildir(directory);
    for (const QString &folder : {folders[0], folders[1]})
        for (const QString &name : QDir(directory + QLatin1Char('/') + folder).entryList(QDir::Files))
            maildir.m_delivered =
                std::max(maildir.m_delivered, name.section(QLatin1Char('M'), 1).left(7).toInt());
    return maildir;
}

Result<void> ServerMaildir::deliver(const QByteArray &message)
{
    // The number keeps the order of delivery: Dovecot numbers new files by the time and name they begin with.
    const QString name =
        QStringLiteral("1700000000.M%1P%2.test").arg(++m_delivered, 7, 10, QLatin1Char('0')).arg(::getpid());
    const QString path = m_directory + QStringLiteral("/new/") + name;
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly) || file.write(message) != message.size() ||
        !file.flush())
        return failure(ErrorCode::DiskFailed, path + QStringLiteral(": ") + file.errorString());
    return giveToOwner(path);
}

Result<void> ServerMaildir::deliver(const std::vector<QByteArray> &messages)
{
    for (const QByteArray &message : messages)
        CHECK(deliver(message));
    return {};
}

Result<void> ServerMaildir::linkFrom(const ServerMaildir &other)
{
    for (const QString &folder : {folders[0], folders[1]}) {
        const QDir from(other.m_directory + QLatin1Char('/') + folder);
        for (const QString &name : from.entryList(QDir::Files)) {
            const QString target =
                m_directory + QStringLiteral("/new/") + name.section(QLatin1Char(':'), 0, 0);
            if (::link(QFile::encodeName(from.filePath(name)).constData(),
                       QFile::encodeName(target).constData()) != 0)
                return failure(ErrorCode::DiskFailed, target);
        }
    }
    m_delivered = std::max(m_delivered, other.m_delivered);
    return {};
}

int ServerMaildir::messages() const
{
    int count = 0;
    for (const QString &folder : {folders[0], folders[1]})
        count += int(QDir(m_directory + QLatin1Char('/') + folder).entryList(QDir::Files).size());
    return count;
}
