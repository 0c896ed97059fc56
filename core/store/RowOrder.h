// SPDX-License-Identifier: GPL-3.0-or-later
//
// RowOrder brings packed rows into order. Half a million of them must not take half a second: numbers are
// sorted by their digits and not by comparing, and rows are moved once, at the end. Ties are ordered by date,
// then id; a descending order is the ascending one backwards. Pure.
#pragma once

#include "ListQuery.h"
#include "TextKeys.h"

namespace RowOrder
{
// From `begin` on the rows are ordered by date alone: orders those of one date by id, with their numbers,
// which may be missing.
void sortEqualDates(std::vector<MessageRow> &rows, std::vector<uint64_t> &numbers, size_t begin,
                    bool descending);
// The rows are runs that are each in order of date; `ends` says where. Makes one order of them: by number
// where there are any, by date otherwise.
void mergeRuns(std::vector<MessageRow> &rows, const std::vector<uint64_t> &numbers,
               const std::vector<size_t> &ends, bool descending);
// Orders rows that are in no order by the text of the same place.
void sortByText(std::vector<MessageRow> &rows, const TextKeys &texts, bool descending);
} // namespace RowOrder
