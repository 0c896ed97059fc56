// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the fuzz targets share: the input as Qt has it, and claims that must hold for every input.
#pragma once

#include <QByteArray>

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

inline QByteArray bytesOf(const uint8_t *data, size_t size)
{
    return QByteArray(reinterpret_cast<const char *>(data), qsizetype(size));
}

// The fuzzer takes an abort for a find, and keeps the input.
inline void require(bool holds)
{
    if (!holds)
        std::abort();
}
