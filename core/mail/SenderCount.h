// SPDX-License-Identifier: GPL-3.0-or-later
//
// SenderCount is how often and since when somebody has written to the user, by the mail that is here and is
// not junk. A value.
#pragma once

#include "Address.h"

#include <QtGlobal>

struct SenderCount {
    Address sender;
    int messages = 0;
    qint64 since = 0; // the date of the first, seconds since 1970 UTC; of no meaning where there is none

    bool operator==(const SenderCount &) const = default;
};
