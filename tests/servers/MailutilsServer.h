// SPDX-License-Identifier: GPL-3.0-or-later
//
// MailutilsServer is Debian's GNU Mailutils pop3d, started privately for one test: its own configuration,
// users, locks and Maildirs in a temporary directory, on a free port of loopback, TLS from the first byte, in
// the foreground as a child that ends with the test. It switches to the system's mail group when it starts,
// so that it runs as root alone (in a container). Used from the test's thread.
//
// What it does to a message: line ends become CR LF, a last line without an end gets one, and a field X-UIDL
// is added behind the others, for good: its unique-ids are stored in the messages.
#pragma once

#include "Account.h"
#include "Result.h"
#include "ServerMaildir.h"
#include "TestCertificates.h"

#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

class MailutilsServer
{
public:
    // Each user has the one password and a Maildir of its own.
    explicit MailutilsServer(QStringList users) : m_users(std::move(users)) {}
    // Ends pop3d by its process id and removes its directory.
    ~MailutilsServer();

    // Returns when the port answers. NotFound when pop3d is not installed, Unsupported when this is not root;
    // the detail is a sentence, with the server's log where there is one.
    Result<void> start();

    quint16 port() const { return m_port; }
    QString caFile() const { return m_certificates.caFile(); }
    static QString password() { return QStringLiteral("correct-horse-8-battery"); }
    static QString signInName(const QString &user) { return user + QStringLiteral("@example.net"); }
    ServerSettings settings(const QString &user) const;
    Result<ServerMaildir> maildir(const QString &user) const;
    QByteArray log() const;

private:
    Result<void> writeConfiguration() const;
    Result<void> writeUsers() const;
    Result<void> write(const QString &name, const QByteArray &text) const;
    Result<void> launch(const QString &program);
    QString path(const QString &name) const { return m_directory.filePath(name); }

    const QStringList m_users;
    TestCertificates m_certificates;
    QTemporaryDir m_directory;
    QProcess m_process;
    quint16 m_port = 0;
};
