// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the table of providers has to say to a proposal: a whole one where the provider is known, and what
// else is known of a server that somebody else has named. Pure.
#pragma once

#include "MailAddress.h"
#include "MailProvider.h"
#include "ServerProposal.h"

// Of a provider without POP3 the server has no host.
ServerProposal proposalOf(const MailProvider &provider, const MailAddress &address, DiscoverySource source,
                          const QString &toldBy);

// The provider whose server it is, and how that wants to be signed in to.
void addWhatIsKnown(ServerProposal &proposal);

// It names a server that can be trusted with a password: nobody has to be asked, nothing is in the clear.
bool isGood(const ServerProposal &proposal);

// What protects more comes before what protects less, then by source; a server that is named twice once.
std::vector<ServerProposal> bestFirst(std::vector<ServerProposal> proposals);
