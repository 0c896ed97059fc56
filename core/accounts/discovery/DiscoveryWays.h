// SPDX-License-Identifier: GPL-3.0-or-later
//
// discoveryWays() lists everything that can be tried to find an address's server over the network, the best
// way first: what one of them finds is better than what any after it can find. Private to discovery.
#pragma once

#include "Cancellation.h"
#include "DiscoveryEnvironment.h"
#include "MailAddress.h"
#include "ServerProposal.h"

struct DiscoveryWay {
    DiscoverySource source = DiscoverySource::Autoconfig;
    QString place; // whom it asks
    // Blocks: for a worker thread of its own. The environment must outlive it.
    std::function<Result<std::vector<ServerProposal>>(Cancellation &)> look;
};

std::vector<DiscoveryWay> discoveryWays(const MailAddress &address, bool mayAskIspdb,
                                        const DiscoveryEnvironment &environment);
