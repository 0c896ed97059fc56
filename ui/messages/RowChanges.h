// SPDX-License-Identifier: GPL-3.0-or-later
//
// RowChanges is what makes of one order of rows another one: runs that go, runs that come, and whether what
// stays stands in another order. Found in time that grows with the rows and not with the changes, a
// millisecond for half a million. Pure.
#pragma once

#include <cstddef>
#include <vector>

struct RowChanges {
    struct Run {
        int first = 0;
        int count = 0;
    };
    std::vector<Run> removed;  // rows of `before`
    std::vector<Run> inserted; // rows of `after`
    bool reordered = false;

    bool isEmpty() const { return removed.empty() && inserted.empty() && !reordered; }
};

// Both hold slots below `slotCount`, each at most once; in `before` -1 is a row that is gone.
RowChanges rowChanges(const std::vector<int> &before, const std::vector<int> &after, size_t slotCount);
