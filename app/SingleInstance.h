// SPDX-License-Identifier: GPL-3.0-or-later
//
// SingleInstance makes a second start with the same profile bring up the window that runs already, and hands
// it the files to open. GUI thread. A lock file decides who is first, a local socket that only this user may
// use carries the files. It guards the window alone: the profile's mail has its own LOCK.
#pragma once

#include <QLocalServer>
#include <QLockFile>
#include <QObject>
#include <QStringList>

#include <memory>

class QLocalSocket;

class SingleInstance : public QObject
{
    Q_OBJECT
public:
    enum class Role {
        First,  // we are the window of this profile
        Second, // another one is, and has taken the files
        Stuck,  // another one is, and does not answer
    };

    // `profileDirectory` is Profile::directory().
    explicit SingleInstance(const QString &profileDirectory, QObject *parent = nullptr);
    ~SingleInstance() override;

    // Waits at most `patience` milliseconds for an answer of the other instance. `activationToken` is what
    // the desktop gave this process to raise a window with ($XDG_ACTIVATION_TOKEN); may be empty.
    Role claim(const QStringList &files, const QByteArray &activationToken, int patience = 5000);

    // Where the socket is; for tests.
    QString socketName() const { return m_socketName; }

Q_SIGNALS:
    // A second instance was started; `files` may be empty.
    void called(const QStringList &files, const QByteArray &activationToken);

private:
    void listen();
    bool handOver(const QStringList &files, const QByteArray &activationToken, int patience) const;
    void accept();
    void read(QLocalSocket *socket);

    QString m_socketName;
    std::unique_ptr<QLockFile> m_lock;
    QLocalServer m_server;
};
