// SPDX-License-Identifier: GPL-3.0-or-later
//
// An account's proxy in the words of core/net, which connects through it. Pure; for core/accounts and
// core/sync.
#pragma once

#include "Account.h"
#include "Endpoint.h"

// An address of IPv6 may be written with brackets, as in a URL.
QString bareHost(const QString &host);
ProxyServer proxyServerOf(const ProxySettings &proxy, const QString &password);
