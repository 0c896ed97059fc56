// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerExpiry holds what a server says of its own deletions (EXPIRE, RFC 2449 §6.7) against an account's
// rules (R67). It is worth a warning and no more: Gmail announces that it keeps nothing, and keeps all. Pure.
#pragma once

#include "Account.h"

#include <optional>

// Whether the server may remove mail before the account's rules do. `expireDays`: after so many days; 0: at
// once; nothing: it does not say, or never.
bool serverRemovesFirst(const RetentionPolicy &policy, const std::optional<int> &expireDays);
