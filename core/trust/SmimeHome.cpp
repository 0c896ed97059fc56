// SPDX-License-Identifier: GPL-3.0-or-later
#include "SmimeHome.h"

#include <QFile>
#include <QProcess>

namespace
{

constexpr int patience = 10'000; // ms

QByteArray gpgconf(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral("gpgconf"), arguments);
    if (!process.waitForFinished(patience) || process.exitCode() != 0)
        return {};
    return process.readAllStandardOutput();
}

bool writeSettings(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.flush();
}

} // namespace

SmimeHome::SmimeHome()
{
    const QString own =
        QString::fromLocal8Bit(gpgconf({QStringLiteral("--list-dirs"), QStringLiteral("homedir")})).trimmed();
    if (own.isEmpty() || !m_folder.isValid())
        return;
    for (const QString &name : {QStringLiteral("/pubring.kbx"), QStringLiteral("/trustlist.txt")})
        if (QFile::exists(own + name) && !QFile::copy(own + name, m_folder.path() + name))
            return;
    m_isValid = writeSettings(m_folder.filePath(QStringLiteral("gpgsm.conf")),
                              "disable-dirmngr\ndisable-crl-checks\ndisable-trusted-cert-crl-check\n") &&
                writeSettings(m_folder.filePath(QStringLiteral("gpg-agent.conf")), "no-allow-mark-trusted\n");
}

SmimeHome::~SmimeHome()
{
    if (m_isValid)
        gpgconf(
            {QStringLiteral("--homedir"), m_folder.path(), QStringLiteral("--kill"), QStringLiteral("all")});
}
