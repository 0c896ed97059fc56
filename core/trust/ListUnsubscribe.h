// SPDX-License-Identifier: GPL-3.0-or-later
//
// How to leave a mailing list, from List-Unsubscribe (RFC 2369 §3.2) and List-Unsubscribe-Post (RFC 8058).
// One click may be offered only where a DKIM signature covers both fields and the account's own provider says
// that it is good (§4): otherwise whoever forges a message could have his readers ask a server of his choice.
#pragma once

#include "AuthenticationResults.h"
#include "MessageTrust.h"

#include "HeaderBlock.h"

std::optional<Unsubscription> listUnsubscription(const HeaderBlock &header,
                                                 const std::vector<AuthenticationResults::Result> &results);
