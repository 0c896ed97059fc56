// SPDX-License-Identifier: GPL-3.0-or-later
//
// StoreOptions are how a store is opened: who is told of a recovery that takes long, and what tests turn to
// reach the rare paths.
#pragma once

#include "Cancellation.h"
#include "DurableFile.h"

struct StoreOptions {
    qint64 segmentSize = qint64(64) * 1024 * 1024;    // a segment is sealed before it would grow beyond
    FileFaults faults;                                // for the vault's files
    qint64 compactionStep = qint64(16) * 1024 * 1024; // bytes that the first step of a compaction copies
    // Told, in the store thread, how far a recovery is, in bytes of the vault.
    std::function<void(qint64 done, qint64 inAll)> progress;
    qint64 progressBytes = 2 * 1024 * 1024; // between two words
    // Ends a recovery: open() fails with Cancelled then, and the next one goes on. Must outlive open().
    Cancellation *cancellation = nullptr;
};
