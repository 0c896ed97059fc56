// SPDX-License-Identifier: GPL-3.0-or-later
//
// systemProxy() is the way that the system's settings have for a connection to a host: the environment's
// all_proxy, or what the desktop or Windows says. Blocks where the system has to ask somebody: for worker
// threads.
#pragma once

#include "Account.h"

// None where the system wants a direct connection, or a way that is none of ours.
ProxySettings systemProxy(const QString &host, quint16 port);
