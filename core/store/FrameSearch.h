// SPDX-License-Identifier: GPL-3.0-or-later
//
// FrameSearch tells whether bytes of a segment hold a whole message, wherever it begins: a zstd frame that
// decompresses and has its checksum, as all that Poplar writes. Memory is bounded, and so is its work, also
// over bytes that were made to keep it busy. Not shared between threads.
#pragma once

#include "DurableFile.h"

#include <memory>

class FrameSearch
{
public:
    explicit FrameSearch(const DurableFile &file);
    ~FrameSearch();

    // Between these offsets. True as well where that cannot be told: where bytes cannot be read, or too many
    // beginnings lead nowhere.
    bool holdsMessage(qint64 begin, qint64 end);

private:
    bool isWholeFrame(qint64 begin, qint64 end);

    class Private;
    const std::unique_ptr<Private> d;
};
