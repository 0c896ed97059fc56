// SPDX-License-Identifier: GPL-3.0-or-later
//
// Prescan finds the message in what was received: it passes over what stands before the header, turns bare CR
// into line ends and sees whether there is a header at all. Linear and quick, as it runs for each message
// that arrives. It copies only where bytes have to change; the bytes handed in have to outlive the result.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QStringList>

struct Prescan {
    static constexpr qsizetype maxSize = 64 * 1024 * 1024; // octets that are read where nothing else is said

    QByteArray repaired;   // owns the bytes where they had to be changed, else empty
    QByteArrayView bytes;  // the message, from its first header field on
    bool hasHeader = true; // false: `bytes` is all text
    QStringList defects;
};

Prescan prescan(QByteArrayView received, qsizetype most = Prescan::maxSize);
