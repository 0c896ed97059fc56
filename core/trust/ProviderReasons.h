// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the provider's authentication results say of the sender: a pass of DMARC, or of DKIM or SPF in the
// name of From's domain (RFC 7489 §3.1), makes him authentic. A good result for another domain tells who sent
// it on. Any thread.
#pragma once

#include "AuthenticationResults.h"
#include "MessageTrust.h"
#include "SenderChecks.h"

// One reason; none where there is no single sender to speak of.
std::optional<TrustReason> providerReason(const std::vector<AuthenticationResults::Result> &results,
                                          const SenderFacts &facts);
