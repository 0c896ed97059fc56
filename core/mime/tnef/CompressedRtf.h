// SPDX-License-Identifier: GPL-3.0-or-later
//
// CompressedRtf undoes the compression that Outlook keeps formatted text in ([MS-OXRTFCP]). Whatever comes
// in, it ends, with at most maxSize octets. Any thread.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

struct CompressedRtf {
    static constexpr qsizetype maxSize = 4 * 1024 * 1024;

    QByteArray rtf;      // as far as it could be read
    bool wasCut = false; // there should be more
};

CompressedRtf readCompressedRtf(QByteArrayView bytes);
