// SPDX-License-Identifier: GPL-3.0-or-later
//
// The input: the lines of LIST, a line with a dot, the lines of UIDL. Without the dot UIDL is not answered.
#include "FuzzInput.h"
#include "Pop3ListingBuilder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Pop3ListingBuilder builder;
    bool hasUidl = false;
    for (QByteArray &line : bytesOf(data, size).split('\n')) {
        if (line.endsWith('\r'))
            line.chop(1);
        if (!hasUidl && line == ".")
            hasUidl = true;
        else
            require((hasUidl ? builder.addUidl(line) : builder.addSize(line)).has_value());
    }
    const Pop3Listing listing = std::move(builder).finish(hasUidl);
    require(listing.hasUidl == hasUidl);
    int last = 0;
    for (const auto &entry : listing.entries) {
        require(entry.number > last && entry.size >= 0);
        require(entry.uidl.size() <= Pop3ListingBuilder::maxUidl && (hasUidl || entry.uidl.isEmpty()));
        for (const char c : entry.uidl)
            require(uchar(c) >= 0x20 && c != 0x7f);
        last = entry.number;
    }
    return 0;
}
