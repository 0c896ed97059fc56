// SPDX-License-Identifier: GPL-3.0-or-later
//
// CompactionStep is what one bounded step of giving the room of removed mail back to the disk has done, and
// what is left to do. Values.
#pragma once

#include "StoreFinding.h"

#include <QStringList>

#include <vector>

enum class CompactionWish {
    Worthwhile, // full segments of which at least 40 % is dead
    Everything, // whatever holds removed mail
};

struct CompactionStep {
    qint64 removed = 0; // bytes of the segment files that are gone
    qint64 written = 0; // bytes that were copied out of them
    qint64 left = 0;    // bytes of the segments that are to be gone through; 0: the wish is fulfilled
    // Segment files that were left as they are, because not everything in them is what it should be; each
    // with the reason, in English; and the same as findings.
    QStringList leftAlone;
    std::vector<StoreFinding> findings;
};

// Bytes of the vault that nothing needs any more.
struct Reclaimable {
    qint64 worthwhile = 0; // of those: what CompactionWish::Worthwhile gives back
    qint64 all = 0;
};
