// SPDX-License-Identifier: GPL-3.0-or-later
#include "RowChanges.h"

#include <algorithm>
#include <cstdint>

namespace
{
void addTo(std::vector<RowChanges::Run> &runs, size_t row)
{
    if (!runs.empty() && runs.back().first + runs.back().count == int(row))
        ++runs.back().count;
    else
        runs.push_back({int(row), 1});
}
} // namespace

RowChanges rowChanges(const std::vector<int> &before, const std::vector<int> &after, size_t slotCount)
{
    const size_t shorter = std::min(before.size(), after.size());
    size_t begin = 0; // of what differs
    while (begin < shorter && before[begin] == after[begin])
        ++begin;
    size_t same = 0; // rows at the end that do not differ
    while (same < shorter - begin && before[before.size() - 1 - same] == after[after.size() - 1 - same])
        ++same;
    const size_t beforeEnd = before.size() - same, afterEnd = after.size() - same;

    RowChanges changes;
    if (begin == beforeEnd && begin == afterEnd)
        return changes;
    constexpr uint8_t wasThere = 1, isThere = 2, stays = 3;
    std::vector<uint8_t> marks(slotCount, 0);
    for (size_t row = begin; row < beforeEnd; ++row) {
        if (before[row] >= 0)
            marks[size_t(before[row])] |= wasThere;
    }
    for (size_t row = begin; row < afterEnd; ++row)
        marks[size_t(after[row])] |= isThere;
    const auto staysAt = [&marks](int slot) { return slot >= 0 && marks[size_t(slot)] == stays; };
    for (size_t row = begin; row < beforeEnd; ++row) {
        if (!staysAt(before[row]))
            addTo(changes.removed, row);
    }
    size_t old = begin;
    for (size_t row = begin; row < afterEnd; ++row) {
        if (!staysAt(after[row])) {
            addTo(changes.inserted, row);
            continue;
        }
        while (!staysAt(before[old]))
            ++old;
        changes.reordered = changes.reordered || before[old] != after[row];
        ++old;
    }
    return changes;
}
