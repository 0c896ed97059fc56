// SPDX-License-Identifier: GPL-3.0-or-later
//
// CourierServer is the POP3 server of Debian's courier-pop on Maildirs in a temporary directory, on a free
// port of loopback, in the clear. Courier's own daemon for passwords has its socket at a fixed place of the
// system, so that the front door is this class: it accepts, checks USER and PASS, and starts Courier's
// courierpop3d with the connection as its standard input and output, as Courier does; from the answer to PASS
// on everything is Courier's. The package cannot be installed beside another POP3 server, so
// packaging/install-dependencies.sh unpacks it; nothing of it runs but what a test starts. The front door
// runs in a thread of its own.
//
// What it does to a message: line ends become CR LF, and a last line without an end gets one.
#pragma once

#include "Account.h"
#include "Result.h"
#include "ServerMaildir.h"

#include <QByteArray>
#include <QTemporaryDir>

#include <atomic>
#include <thread>

class CourierServer
{
public:
    CourierServer() = default;
    ~CourierServer();

    // NotFound when Courier is neither unpacked nor installed; the detail is a sentence.
    Result<void> start();

    quint16 port() const { return m_port; }
    static QString password() { return QStringLiteral("correct-horse-9-battery"); }
    // Any user that has a Maildir.
    ServerSettings settings(const QString &user) const;
    Result<ServerMaildir> maildir(const QString &user) const;

private:
    void accept();
    void answer(int connection);
    void serve(int connection, const QByteArray &user);

    QTemporaryDir m_directory;
    QByteArray m_program;
    QByteArray m_libraries; // where Courier's own libraries are, when it is not installed
    int m_listener = -1;
    quint16 m_port = 0;
    std::atomic<bool> m_stopping{false};
    std::thread m_thread;
};
