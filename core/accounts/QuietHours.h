// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of the day in which an account is not checked by itself. Pure.
#pragma once

#include "Account.h"

inline constexpr int minutesOfDay = 24 * 60;

// `minute` of the local day, since midnight. The quiet time begins with `quietFrom` and is over at
// `quietUntil`; it may go over midnight.
inline bool isQuiet(const CheckSchedule &schedule, int minute)
{
    const int from = schedule.quietFrom, until = schedule.quietUntil;
    if (from <= until)
        return minute >= from && minute < until;
    return minute >= from || minute < until;
}
