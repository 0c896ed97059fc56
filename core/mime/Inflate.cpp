// SPDX-License-Identifier: GPL-3.0-or-later
#include "Inflate.h"

#include <zlib.h>

#include <algorithm>
#include <limits>

Inflated inflateZlib(QByteArrayView packed, qsizetype most)
{
    constexpr qsizetype step = 64 * 1024;
    Inflated result;
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK)
        return result;
    int state = Z_OK;
    qsizetype taken = 0;
    while (state == Z_OK && result.bytes.size() <= most) {
        if (stream.avail_in == 0) {
            const qsizetype portion =
                std::min<qsizetype>(packed.size() - taken, std::numeric_limits<uInt>::max());
            // zlib's interface is older than const; it does not write there.
            stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(packed.data() + taken));
            stream.avail_in = uInt(portion);
            taken += portion;
        }
        const qsizetype before = result.bytes.size();
        result.bytes.resize(before + step);
        stream.next_out = reinterpret_cast<Bytef *>(result.bytes.data() + before);
        stream.avail_out = uInt(step);
        state = inflate(&stream, Z_NO_FLUSH);
        result.bytes.resize(before + step - qsizetype(stream.avail_out));
    }
    inflateEnd(&stream);
    result.isWhole = state == Z_STREAM_END && result.bytes.size() <= most;
    result.bytes.truncate(most);
    return result;
}
