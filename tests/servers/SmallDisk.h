// SPDX-License-Identifier: GPL-3.0-or-later
//
// SmallDisk is a file system in memory of which a test decides how much room there is. It is mounted in a
// mount namespace of this process and its children alone, for which root or user namespaces are needed. Linux
// only. Used from the test's thread.
#pragma once

#include "Result.h"

#include <QString>

#include <utility>

class SmallDisk
{
public:
    // Gives this process mounts of its own; to be called at the very beginning of main(), since a program
    // with several threads cannot any more. Unsupported, with the reason, where the system forbids it.
    static Result<void> enterOwnMounts();

    // Mounts at the directory, which must exist and be empty.
    static Result<SmallDisk> mount(const QString &directory);
    ~SmallDisk();
    SmallDisk(SmallDisk &&other) noexcept : m_directory(std::exchange(other.m_directory, {})) {}
    SmallDisk &operator=(SmallDisk &&) = delete;

    // From now on so many bytes are free, in whole pages.
    Result<void> leaveFree(qint64 bytes) const;
    Result<void> leavePlenty() const;
    // Nobody may have a file on it open for writing.
    Result<void> setReadOnly(bool on) const;

private:
    explicit SmallDisk(QString directory) : m_directory(std::move(directory)) {}
    Result<void> remount(const QByteArray &options, bool readOnly) const;

    QString m_directory;
};
