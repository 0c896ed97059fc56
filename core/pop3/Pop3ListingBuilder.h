// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pop3ListingBuilder makes a Pop3Listing of the lines of LIST and UIDL (RFC 1939 §5, §7). It takes what real
// servers send: spaces and tabs anywhere, "+OK" before a line, nonsense for sizes, gaps, any order, ids that
// are long, missing or not ASCII. A line that makes no sense is left out alone (R15, R40, R41, R48). Pure.
#pragma once

#include "Pop3Listing.h"
#include "Result.h"

#include <QByteArrayView>

class Pop3ListingBuilder
{
public:
    static constexpr size_t maxEntries = 1'000'000; // of each command; more is a ProtocolViolation
    static constexpr qsizetype maxUidl = 1024;      // octets; RFC 1939 allows 70

    Pop3ListingBuilder() = default;
    // Goes on from what withoutSizes() gave.
    explicit Pop3ListingBuilder(Pop3Listing withoutSizes) : m_uidls(std::move(withoutSizes.entries)) {}

    Result<void> addSize(QByteArrayView line);
    Result<void> addUidl(QByteArrayView line);

    // The messages that LIST named, and where UIDL was answered it too. A number that came twice with
    // different ids has none.
    Pop3Listing finish(bool hasUidl) &&;
    // The messages that UIDL named.
    Pop3Listing withoutSizes() &&;

private:
    std::vector<Pop3Listing::Entry> m_sizes;
    std::vector<Pop3Listing::Entry> m_uidls;
};
