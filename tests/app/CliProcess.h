// SPDX-License-Identifier: GPL-3.0-or-later
//
// CliProcess runs the real poplar-cli ($POPLAR_CLI) with a profile of its own, without a keychain.
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

class CliProcess
{
public:
    struct Outcome {
        int code = -1; // -1: it did not end by itself
        QByteArray out;
        QByteArray err;

        QJsonObject object() const { return QJsonDocument::fromJson(out).object(); }
        QJsonArray array() const { return QJsonDocument::fromJson(out).array(); }
        // One object for each line.
        std::vector<QJsonObject> lines() const
        {
            std::vector<QJsonObject> objects;
            for (const QByteArray &line : out.split('\n')) {
                if (!line.isEmpty())
                    objects.push_back(QJsonDocument::fromJson(line).object());
            }
            return objects;
        }
    };

    static QString program() { return qEnvironmentVariable("POPLAR_CLI"); }
    QString profile() const { return m_root.filePath(QStringLiteral("mail")); }
    QString path(const QString &name) const { return m_root.filePath(name); }

    // `arguments` in one string, words parted by '|'.
    void prepare(QProcess &process, const QString &arguments) const
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"),
                           QStringLiteral("unix:path=/nonexistent"));
        process.setProcessEnvironment(environment);
        process.setProgram(program());
        process.setArguments(QStringList{QStringLiteral("--profile"), profile()} + arguments.split(u'|'));
    }

    Outcome run(const QString &arguments, const QByteArray &input = {}) const
    {
        QProcess process;
        prepare(process, arguments);
        process.start();
        process.write(input);
        process.closeWriteChannel();
        return finish(process);
    }

    static Outcome finish(QProcess &process)
    {
        if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
            return {-1, process.readAllStandardOutput(), process.readAllStandardError()};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    // An account without TLS for a server on loopback; its password is stored in the profile.
    Outcome addAccount(const QString &name, quint16 port, const QByteArray &password = "demo") const
    {
        return run(
            QStringLiteral("account|add|--name|%1|--server|127.0.0.1|--port|%2|--security|none|--user|demo|"
                           "--password-stdin|--store-password-in-file")
                .arg(name)
                .arg(port),
            password + '\n');
    }

private:
    QTemporaryDir m_root;
};
