// SPDX-License-Identifier: GPL-3.0-or-later
#include "SegmentFiles.h"

#include "Vault.h"

Result<const DurableFile *> SegmentFiles::open(int segment)
{
    if (const auto known = m_files.find(segment); known != m_files.end())
        return &known->second;
    TRY(auto file, DurableFile::openForReading(Vault::segmentPath(m_directory, segment)));
    if (m_files.size() >= mostOpen)
        m_files.clear();
    return &m_files.emplace(segment, std::move(file)).first->second;
}
