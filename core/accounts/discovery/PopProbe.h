// SPDX-License-Identifier: GPL-3.0-or-later
//
// probePop() looks whether a POP3 server answers at a place, over TLS and with a certificate that is good for
// the very name that was asked: connects, reads the greeting, asks CAPA, and goes. It knows no user and no
// password. Blocks: for worker threads; a cancel ends it at once.
#pragma once

#include "DiscoveryEnvironment.h"
#include "MailAddress.h"
#include "ServerProposal.h"

struct PopPlace {
    QString host;
    quint16 port = 995;
    ServerSecurity security = ServerSecurity::Tls; // never None
};

// Errors as SocketChannel and Pop3Connection have them.
Result<ServerProposal> probePop(const PopPlace &place, const MailAddress &address,
                                const DiscoveryEnvironment &environment, Cancellation &cancellation);
