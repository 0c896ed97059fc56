// SPDX-License-Identifier: GPL-3.0-or-later
//
// SegmentFiles keeps the segments open that were read last. Not shared between threads.
#pragma once

#include "DurableFile.h"

#include <map>

class SegmentFiles
{
public:
    explicit SegmentFiles(QString vaultDirectory) : m_directory(std::move(vaultDirectory)) {}

    // The file stays valid until the next call. NotFound, DiskFailed.
    Result<const DurableFile *> open(int segment);
    void closeAll() { m_files.clear(); }

private:
    static constexpr size_t mostOpen = 16;

    QString m_directory;
    std::map<int, DurableFile> m_files;
};
