// SPDX-License-Identifier: GPL-3.0-or-later
//
// Inflate unpacks what zlib has packed (RFC 1950), as far as it goes and no further than it may. Any thread.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

struct Inflated {
    QByteArray bytes;
    bool isWhole = false; // false: cut short, damaged, or more than `most`
};

// At most `most` octets of it.
Inflated inflateZlib(QByteArrayView packed, qsizetype most);
