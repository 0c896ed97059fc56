// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the name servers say of a domain's mail: where its POP3 servers are (RFC 6186), and whose mail
// exchangers it has. They sign nothing, so a server elsewhere than in the domain needs the user's word,
// unless it is one of a provider that is known. Blocks: for worker threads.
#pragma once

#include "DiscoveryEnvironment.h"
#include "MailAddress.h"
#include "ServerProposal.h"

// By _pop3s._tcp with Tls, by _pop3._tcp with StartTls, in the order of the records.
Result<std::vector<ServerProposal>> lookUpService(ServerSecurity security, const MailAddress &address,
                                                  const DiscoveryEnvironment &environment,
                                                  Cancellation &cancellation);

// The provider who takes the domain's mail in, if it is known.
Result<std::vector<ServerProposal>> lookUpExchanger(const MailAddress &address,
                                                    const DiscoveryEnvironment &environment,
                                                    Cancellation &cancellation);
