// SPDX-License-Identifier: GPL-3.0-or-later
//
// OAuthProxy is the way around what stands between here and an authorization server, as the account has it
// for its mail server. An address on this computer is asked without it. Value.
#pragma once

#include "Account.h"

struct OAuthProxy {
    ProxySettings settings = {};
    QString password = {};
};
