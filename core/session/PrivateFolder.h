// SPDX-License-Identifier: GPL-3.0-or-later
//
// PrivateFolder is a folder for files that another program is given: nobody else may enter it, and it goes
// with the object. A process that is killed leaves its own behind, for which removeLeft() looks. A lock tells
// whether somebody still lives there. Not shared between threads.
#pragma once

#include "Result.h"

#include <QDir>
#include <QLockFile>
#include <QTemporaryDir>

#include <memory>

class PrivateFolder
{
public:
    static constexpr qint64 old = 24 * 60 * 60; // seconds

    // DiskFailed.
    static Result<std::unique_ptr<PrivateFolder>> make(const QString &parent = QDir::tempPath());
    ~PrivateFolder();

    // The path of a page that is not there yet. Each has a name of its own: a browser may have read only half
    // of the one before.
    QString newPage();
    // The path of a file that is not there yet, with this name, which must be a safe one: each has a folder
    // of its own within this one. DiskFailed.
    Result<QString> newFile(const QString &name);

    // Removes the folders that processes left which are no more; where a lock was never made, those that have
    // been there for long at `now`. Whatever is not ours, or holds anything but what Poplar writes, stays.
    // How many went.
    static int removeLeft(qint64 now, const QString &parent = QDir::tempPath());

private:
    explicit PrivateFolder(const QString &parent);

    QTemporaryDir m_folder;
    std::unique_ptr<QLockFile> m_lock;
    int m_given = 0;
};
