// SPDX-License-Identifier: GPL-3.0-or-later
//
// CheckPause says why and until when an account is not checked by itself. A value.
#pragma once

#include "Error.h"

#include <optional>

struct CheckPause {
    qint64 notBefore = 0;             // seconds since 1970 UTC; 0: no pause
    bool isRetry = false;             // a check failed; the next comes then, whatever the interval
    bool moreWaiting = false;         // the server shows its mail in portions: the next check comes then
    std::optional<ErrorCode> stopped; // no check but by the user's hand, because of this error

    bool operator==(const CheckPause &) const = default;
};
