// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a DiscoveryEnvironment finds the addresses of hosts, in the words of core/net. Private to discovery.
#pragma once

#include "DiscoveryEnvironment.h"
#include "TcpConnector.h"

NameLookup nameLookupOf(const DiscoveryEnvironment &environment);
