// SPDX-License-Identifier: GPL-3.0-or-later
//
// PrivateMounts lets a test see a read-only disk and a network drive: mounts that this process alone sees, in
// a mount namespace of its own. Linux, and who may mount (root); elsewhere enter() says no. The network drive
// is a FUSE file system with the type of sshfs and an empty directory, served by a thread of this object.
#pragma once

#include <QString>

#include <thread>

class PrivateMounts
{
public:
    PrivateMounts() = default;
    ~PrivateMounts(); // unmounts
    PrivateMounts(const PrivateMounts &) = delete;
    PrivateMounts &operator=(const PrivateMounts &) = delete;

    // Whether mounts can be made; called first, in the main thread.
    static bool enter();
    bool mountReadOnly(const QString &directory);
    bool mountNetworkDrive(const QString &directory);

private:
    QString m_mounted;
    std::thread m_server;
    int m_device = -1;
};
