// SPDX-License-Identifier: GPL-3.0-or-later
//
// DovecotServer is Debian's Dovecot, started privately for one test: its own configuration, certificates and
// Maildirs in a temporary directory, on loopback and free ports, in the foreground as a child that ends with
// the test. Any user name exists, with one password and an own Maildir. It runs as root (in a container) and
// as an ordinary user. Used from the test's thread.
#pragma once

#include "Account.h"
#include "RawPop3Client.h"
#include "Result.h"
#include "ServerMaildir.h"
#include "TestCertificates.h"

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

// How a server lets users in.
struct DovecotSignIn {
    QByteArray mechanisms = "plain"; // auth_mechanisms
    // The blocks that know who may come in, and settings that go with them. Empty: everybody who knows
    // DovecotServer::password(). @CA@ stands for the file of our authority.
    QByteArray passdbs = {};
    QByteArrayList environment = {}; // names of variables that Dovecot keeps; it clears all others
};

class DovecotServer
{
public:
    DovecotServer() = default;
    // Ends Dovecot by its process id and removes its directory.
    ~DovecotServer();

    // Returns when both ports greet. NotFound when Dovecot is not installed; the detail is a sentence, with
    // Dovecot's log where there is one. `mailRoot` is where the Maildirs lie; empty: in the temporary
    // directory.
    Result<void> start(const QString &mailRoot = {});
    void stop();

    // Before start().
    void setSignIn(DovecotSignIn signIn) { m_signIn = std::move(signIn); }
    // Writes a file that all of Dovecot's processes can read, and says where it is.
    Result<QByteArray> putFile(const QString &name, const QByteArray &bytes) const;
    TestCertificates &certificates() { return m_certificates; }

    static QString host() { return QStringLiteral("localhost"); }
    quint16 port() const { return m_port; }       // plain, with STLS
    quint16 tlsPort() const { return m_tlsPort; } // TLS from the first byte
    QString caFile() const { return m_certificates.caFile(); }
    static QString password() { return QStringLiteral("correct-horse-7-battery"); }

    // How a user's account signs in here.
    ServerSettings settings(const QString &user, ServerSecurity security = ServerSecurity::Tls) const;

    // The Maildir of a user, made when it is not there.
    Result<ServerMaildir> maildir(const QString &user) const;
    // All messages of a user as they are served. Waits for those that lie in the Maildir and are not served
    // yet: Dovecot sees new mail by the time of the directory, in whole seconds.
    Result<std::vector<ServedMessage>> served(const QString &user) const;
    // What Dovecot has logged.
    QByteArray log() const;
    // The mechanisms that clients have asked for so far, in order, USER and PASS as "PLAIN", from this many
    // bytes of the log on. For a server with passdbs of its own that has PLAIN.
    QByteArrayList mechanismsAsked(qsizetype from) const;

private:
    Result<void> writeConfiguration() const;
    Result<void> launch(const QString &program);
    bool greets(quint16 port) const;
    QString path(const QString &name) const { return m_directory.filePath(name); }

    TestCertificates m_certificates;
    QTemporaryDir m_directory;
    DovecotSignIn m_signIn;
    QString m_mailRoot;
    QProcess m_process;
    quint16 m_port = 0;
    quint16 m_tlsPort = 0;
};
