// SPDX-License-Identifier: GPL-3.0-or-later
//
// Keyring is GNOME's keyring, started privately for one test: a D-Bus session, the keyring's daemon and its
// files in a temporary directory, unlocked with a password of its own. While it lives, this process and those
// that it starts know no other session (DBUS_SESSION_BUS_ADDRESS). Made before the first use of D-Bus; used
// from the test's thread.
#pragma once

#include "Result.h"

#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>

class Keyring
{
public:
    Keyring() = default;
    // Ends both by their process ids.
    ~Keyring();

    // Returns when the keyring answers. NotFound when one of the programs is not installed; the detail is a
    // sentence.
    Result<void> start();
    // The keyring's daemon ends, as with the user's session, and comes back over the same files.
    Result<void> restart();
    // Ends the keyring; the D-Bus session stays.
    void stop();

    QString directory() const { return m_directory.path(); } // of all that it writes
    // What a process needs to know of it, and nothing else of the sort.
    QProcessEnvironment environment() const;

private:
    Result<void> startBus();
    Result<void> startDaemon();
    bool answers() const;

    QTemporaryDir m_directory;
    QString m_address; // of the bus
    QProcess m_bus;
    QProcess m_daemon;
};
