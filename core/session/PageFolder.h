// SPDX-License-Identifier: GPL-3.0-or-later
//
// PageFolder is a folder for pages that a browser is given: nobody else may enter it, and it goes with the
// object. A process that is killed leaves its own behind, for which removeLeft() looks. A lock tells whether
// somebody still lives there. Not shared between threads.
#pragma once

#include "Result.h"

#include <QDir>
#include <QLockFile>
#include <QTemporaryDir>

#include <memory>

class PageFolder
{
public:
    static constexpr qint64 old = 24 * 60 * 60; // seconds

    // DiskFailed.
    static Result<std::unique_ptr<PageFolder>> make(const QString &parent = QDir::tempPath());
    ~PageFolder();

    // The path of a page that is not there yet. Each has a name of its own: a browser may have read only half
    // of the one before.
    QString newPage();

    // Removes the folders that processes left which are no more; where a lock was never made, those that have
    // been there for long at `now`. Whatever is not ours, or holds anything but pages, stays. How many went.
    static int removeLeft(qint64 now, const QString &parent = QDir::tempPath());

private:
    explicit PageFolder(const QString &parent);

    QTemporaryDir m_folder;
    std::unique_ptr<QLockFile> m_lock;
    int m_pages = 0;
};
