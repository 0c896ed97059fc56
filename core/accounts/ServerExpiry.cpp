// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerExpiry.h"

bool serverRemovesFirst(const RetentionPolicy &policy, const std::optional<int> &expireDays)
{
    if (!expireDays || *expireDays < 0 || policy.afterDownload)
        return false;
    return !policy.hours || *policy.hours >= qint64(*expireDays) * 24;
}
