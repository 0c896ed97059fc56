// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProfileLock is the file LOCK of a profile: one program writes to a profile at a time. A lock that a program
// left when it crashed is taken over. Held as long as the object lives.
#pragma once

#include "Result.h"

#include <QLockFile>
#include <QString>

#include <memory>

class ProfileLock
{
public:
    // ProfileLocked, with the holder's process number, program and host in `detail`; ReadOnly.
    static Result<std::unique_ptr<ProfileLock>> take(const QString &profileDirectory);

private:
    explicit ProfileLock(const QString &path) : m_file(path) {}

    QLockFile m_file;
};
