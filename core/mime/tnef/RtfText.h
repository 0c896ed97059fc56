// SPDX-License-Identifier: GPL-3.0-or-later
//
// RtfText takes the words out of formatted text (Rich Text Format 1.9.1), or, where Outlook wrapped an HTML
// page in it, that page ([MS-OXRTFEX]). One pass, no recursion; bounded by the size of what comes in. Any
// thread.
#pragma once

#include <QByteArrayView>
#include <QString>

struct RtfText {
    QString text;
    bool isHtml = false;
};

RtfText readRtf(QByteArrayView rtf);
