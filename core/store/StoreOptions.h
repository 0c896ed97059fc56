// SPDX-License-Identifier: GPL-3.0-or-later
//
// StoreOptions are what tests turn to reach the rare paths of the store; the program uses the defaults.
#pragma once

#include "DurableFile.h"

struct StoreOptions {
    qint64 segmentSize = qint64(64) * 1024 * 1024; // a segment is sealed before it would grow beyond
    FileFaults faults;                             // for the vault's files
};
