// SPDX-License-Identifier: GPL-3.0-or-later
//
// CommandLine runs the real poplar-cli (environment variable POPLAR_CLI) on one profile. Lives in the test's
// thread.
#pragma once

#include "Account.h"
#include "Result.h"

#include <QProcess>
#include <QStringList>

#include <memory>

class CommandLine
{
public:
    struct Outcome {
        int exitCode = -1; // -1: it did not start, crashed or was killed
        QByteArray output;
        QByteArray errors;
    };

    explicit CommandLine(QString profileDirectory) : m_profile(std::move(profileDirectory)) {}

    // Adds an account called after its user. The password goes into a file of the profile.
    Result<void> addAccount(const ServerSettings &server, const QString &password, const QString &keep);
    // Waits for the end, at most ten minutes.
    Outcome run(const QStringList &arguments) const;
    // A running program, its output kept apart; kill it or wait for it.
    std::unique_ptr<QProcess> start(const QStringList &arguments) const;

private:
    QString m_profile;
};
