// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowProgram.h"

#include <QDir>
#include <QFileInfo>
#include <QProcessEnvironment>

bool WindowProgram::start()
{
    m_vaultBefore = vaultSize();
    m_indexBefore = indexChange();
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), m_runtime.path());
    m_process = std::make_unique<QProcess>();
    m_process->setProcessEnvironment(environment);
    m_clock.start();
    m_process->start(qEnvironmentVariable("POPLAR"), {QStringLiteral("--profile"), m_profile});
    return m_process->waitForStarted();
}

bool WindowProgram::waitFor(const std::function<bool()> &condition, int milliseconds)
{
    const qint64 end = microseconds() + qint64(milliseconds) * 1'000;
    while (!condition())
        if (microseconds() > end || m_process->waitForFinished(2) ||
            m_process->state() == QProcess::NotRunning)
            return false;
    return true;
}

bool WindowProgram::isIndexing() const
{
#ifdef Q_OS_LINUX
    const QDir open(QStringLiteral("/proc/%1/fd").arg(m_process->processId()));
    for (const QFileInfo &file : open.entryInfoList(QDir::Files))
        if (file.symLinkTarget().endsWith(QStringLiteral("/search.db")))
            return true;
    return false;
#else
    return hasIndexed();
#endif
}

qint64 WindowProgram::vaultSize() const
{
    qint64 size = 0;
    for (const QFileInfo &segment : QDir(m_profile + QStringLiteral("/vault")).entryInfoList(QDir::Files))
        size += segment.size();
    return size;
}

QDateTime WindowProgram::indexChange() const
{
    // The log is made empty when the index is opened, and is gone when it was closed.
    const QFileInfo log(m_profile + QStringLiteral("/search.db-wal"));
    return log.size() > 0 ? log.lastModified()
                          : QFileInfo(m_profile + QStringLiteral("/search.db")).lastModified();
}
