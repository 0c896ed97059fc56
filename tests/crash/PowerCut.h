// SPDX-License-Identifier: GPL-3.0-or-later
//
// PowerCut makes of a FileLog what a disk may hold when the power fails after the n-th operation. What was
// synced is there; of the rest nothing, everything, or sectors and names as chance has it. The same seed
// gives the same images.
#pragma once

#include "FileLog.h"

#include <QString>

#include <random>

class PowerCut
{
public:
    // What survives of that which was not synced. Torn: any of the 512-byte sectors and cuts of files, in
    // no order, and the first few of the names made and removed.
    enum class Unsynced { Lost, Kept, Torn };
    enum class Syncs { Honest, Lying };

    PowerCut(const std::vector<LoggedOperation> &operations, Syncs syncs, quint32 seed);

    // Writes the image into the directory, which is empty. `count` operations were done before the cut.
    void write(size_t count, Unsynced unsynced, const QString &directory);

private:
    using Names = std::map<QByteArray, int>; // -1: a directory
    // For each operation before the cut, whether a sync made it durable.
    std::vector<bool> durable(size_t count) const;
    Names names(size_t count, const std::vector<bool> &durable, Unsynced unsynced);
    void apply(const LoggedOperation &operation, bool whole, QByteArray &content);
    bool chance() { return (m_random() & 1) != 0; }

    const std::vector<LoggedOperation> &m_operations;
    const Syncs m_syncs;
    std::mt19937 m_random;
};
