// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProviderResults are the authentication results that the account's own provider wrote into a message, and no
// others (RFC 8601 §5, §7.1): the server that they name belongs to the account's server or mail domain, and
// they stand above the Received field with which the message came to the provider. What a sender wrote stands
// below it and is not believed. Of providers that write below it and are known to take forged fields away,
// only the topmost one counts. Any thread.
#pragma once

#include "AuthenticationResults.h"
#include "TrustContext.h"

#include "HeaderBlock.h"

class ProviderResults
{
public:
    ProviderResults(const HeaderBlock &header, const TrustContext &context);

    bool isEmpty() const { return m_results.empty(); }
    // In the order of the fields.
    const std::vector<AuthenticationResults::Result> &results() const { return m_results; }

private:
    std::vector<AuthenticationResults::Result> m_results;
};
