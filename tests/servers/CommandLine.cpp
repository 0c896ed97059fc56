// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLine.h"

#include <QDir>
#include <QFile>

Result<void> CommandLine::addAccount(const ServerSettings &server, const QString &password,
                                     const QString &keep)
{
    QDir().mkpath(m_profile);
    QFile secret(m_profile + QStringLiteral(".password"));
    if (!secret.open(QIODevice::WriteOnly) || secret.write(password.toUtf8()) < 0)
        return failure(ErrorCode::DiskFailed, secret.errorString());
    secret.close();
    QString security = QStringLiteral("none");
    if (server.security == ServerSecurity::Tls)
        security = QStringLiteral("tls");
    else if (server.security == ServerSecurity::StartTls)
        security = QStringLiteral("starttls");
    QStringList arguments{QStringLiteral("account"),
                          QStringLiteral("add"),
                          QStringLiteral("--name"),
                          server.user,
                          QStringLiteral("--server"),
                          server.host,
                          QStringLiteral("--port"),
                          QString::number(server.port),
                          QStringLiteral("--security"),
                          security,
                          QStringLiteral("--user"),
                          server.user,
                          QStringLiteral("--password-file"),
                          secret.fileName(),
                          QStringLiteral("--store-password-in-file"),
                          QStringLiteral("--keep"),
                          keep};
    if (!server.caFile.isEmpty())
        arguments << QStringLiteral("--ca-file") << server.caFile;
    const Outcome outcome = run(arguments);
    if (outcome.exitCode != 0)
        return failure(ErrorCode::InvalidArgument, QString::fromUtf8(outcome.output + outcome.errors));
    return {};
}

CommandLine::Outcome CommandLine::run(const QStringList &arguments) const
{
    const auto process = start(arguments);
    if (!process->waitForFinished(600'000))
        process->kill();
    Outcome outcome;
    if (process->exitStatus() == QProcess::NormalExit && process->error() != QProcess::FailedToStart)
        outcome.exitCode = process->exitCode();
    outcome.output = process->readAllStandardOutput();
    outcome.errors = process->readAllStandardError();
    return outcome;
}

std::unique_ptr<QProcess> CommandLine::start(const QStringList &arguments) const
{
    auto process = std::make_unique<QProcess>();
    process->start(qEnvironmentVariable("POPLAR_CLI"),
                   QStringList{QStringLiteral("--profile"), m_profile} + arguments);
    process->waitForStarted();
    return process;
}
