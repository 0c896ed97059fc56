// SPDX-License-Identifier: GPL-3.0-or-later
//
// PublicAddress tells the addresses of the internet from those of this computer, of the network around it and
// of nobody. What a stranger's mail names may be asked for at the former alone. Pure.
#pragma once

#include "TcpConnector.h"

// Also of the address of IPv4 that one of IPv6 stands for (mapped, NAT64, 6to4).
bool isPublic(const QHostAddress &address);

// The names of this computer and of the local network, which say so themselves ("localhost", "nas.local").
bool isLocalName(const QString &host);

// Looks names up by `lookup` and finds only what isPublic(): a name that leads elsewhere is not found,
// whatever it led to a moment before.
NameLookup publicNameLookup(NameLookup lookup = systemNameLookup());
