// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerMaildir is the Maildir from which a private Dovecot serves one user. It writes and counts files;
// deletion is Dovecot's. Used from the test's thread.
#pragma once

#include "Result.h"

#include <QByteArray>
#include <QString>

#include <vector>

class ServerMaildir
{
public:
    // The user that Dovecot reads and deletes mail as: it refuses to do so as root.
    static uint owner();

    // Makes cur, new and tmp where they are missing.
    static Result<ServerMaildir> open(const QString &directory);

    // Puts a message behind those that are there. `message` may have CR LF or LF line ends.
    Result<void> deliver(const QByteArray &message);
    Result<void> deliver(const std::vector<QByteArray> &messages);
    // Hard links every message of the other mailbox into this one, so that a test has a fresh mailbox at
    // once.
    Result<void> linkFrom(const ServerMaildir &other);
    int messages() const;

private:
    explicit ServerMaildir(QString directory) : m_directory(std::move(directory)) {}

    QString m_directory;
    int m_delivered = 0;
};
