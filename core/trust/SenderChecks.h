// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the people of a header tell about who wrote: From against Sender and Reply-To, display names that
// contain addresses, domains that look like others. Nothing here is proof of anything. Any thread.
#pragma once

#include "MessageBody.h"
#include "TrustContext.h"

#include <vector>

// What the sender's fields are held against.
struct SenderFacts {
    QString fromDomain;       // as asciiHost(); empty: there is no sender, or there are several
    bool isAuthentic = false; // the provider says that it comes from there
    bool isList = false;      // came over a mailing list, or says so
    QString listDomain;       // of its List-Id
};

SenderFacts senderFacts(const MessageHeader &header);
std::vector<TrustReason> senderReasons(const MessageHeader &header, const SenderFacts &facts,
                                       const TrustContext &context);
// The weightiest of the links that lie.
std::vector<TrustReason> linkReasons(const std::vector<LyingLink> &links, const SenderFacts &facts);
