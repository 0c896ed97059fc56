// SPDX-License-Identifier: GPL-3.0-or-later
//
// fetchAutoconfig() asks one web server for the settings of a domain: by https alone, also where it is sent
// on, and without a word about whose address it is. Blocks: for worker threads; a cancel ends it at once.
#pragma once

#include "AutoconfigXml.h"
#include "Cancellation.h"
#include "DiscoveryEnvironment.h"

#include <QUrl>

// The servers that it names; none where there is nothing at this place. InvalidArgument for a way that leads
// out of https or on too often; errors of askWebServer() and readAutoconfig().
Result<std::vector<ServerProposal>> fetchAutoconfig(const QUrl &url, const MailAddress &address,
                                                    const DiscoveryEnvironment &environment,
                                                    Cancellation &cancellation);
