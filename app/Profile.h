// SPDX-License-Identifier: GPL-3.0-or-later
//
// Profile is the directory that holds one person's mail, or one that is thrown away with the object. It only
// finds and makes the directory; the lock inside it belongs to the store. Main thread, before a session
// opens.
#pragma once

#include "Result.h"

#include <QString>
#include <QTemporaryDir>

#include <memory>

class Profile
{
public:
    enum class IfMissing { Make, Fail };

    // Where the mail is when nobody says otherwise: $XDG_DATA_HOME/poplar and its like on other systems.
    static QString defaultDirectory();

    // Empty `directory` means defaultDirectory(). A new directory is readable by its owner alone (0700); the
    // mode of one that exists is left as its owner set it. Errors: NotFound, InvalidArgument (not a
    // directory), DiskFailed.
    static Result<Profile> open(const QString &directory, IfMissing ifMissing);

    // A directory that is removed with the object. Destroy the session that uses it first. Error: DiskFailed.
    static Result<Profile> openTemporary();

    // Absolute, without symbolic links, so that two names of one profile are recognised as one.
    QString directory() const { return m_directory; }

private:
    Profile() = default;

    QString m_directory;
    std::unique_ptr<QTemporaryDir> m_temporary;
};
