// SPDX-License-Identifier: GPL-3.0-or-later
//
// CheckPause says why an account is not checked by itself at the moment. A value.
#pragma once

#include "Error.h"

#include <optional>

struct CheckPause {
    qint64 notBefore = 0;             // seconds since 1970 UTC; 0: no pause
    std::optional<ErrorCode> stopped; // no check but by the user's hand, because of this error

    bool operator==(const CheckPause &) const = default;
};
