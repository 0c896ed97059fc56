// SPDX-License-Identifier: GPL-3.0-or-later
//
// Address is one mailbox of a From, To or Cc field (RFC 5322 §3.4), decoded.
#pragma once

#include <QString>

#include <vector>

struct Address {
    QString name;    // display name, decoded and unfolded; may be empty
    QString address; // addr-spec as written; may be empty in broken mail

    bool operator==(const Address &) const = default;
};

using Addresses = std::vector<Address>;

// "Anna Berger", or the address where there is no name.
inline QString displayName(const Address &address)
{
    return address.name.isEmpty() ? address.address : address.name;
}
