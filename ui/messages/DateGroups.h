// SPDX-License-Identifier: GPL-3.0-or-later
//
// DateGroups divides a list that is in order of date: today, yesterday, this week, last week, the months of
// the last year, and the years before. It looks for the borders and not at the rows, so a million of them
// cost nothing. Pure; in the user's time zone and language.
#pragma once

#include <QDateTime>

#include <functional>
#include <vector>

struct DateGroup {
    int firstRow = 0;
    QString title;

    bool operator==(const DateGroup &) const = default;
};

// `dateOf` gives the seconds since 1970 of a row; they rise from row to row, or fall if `descending`. Groups
// without rows are left out.
std::vector<DateGroup> dateGroups(int rows, const std::function<qint64(int)> &dateOf, bool descending,
                                  const QDateTime &now);
