// SPDX-License-Identifier: GPL-3.0-or-later
//
// TnefParts puts what is in winmail.dat into the notation of MIME, so that it is listed, shown, searched and
// saved like any other part: a header for each text and attachment, and its content. Contents point into the
// bytes of the stream or into what the part owns. Any thread.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <vector>

struct TnefPart {
    QByteArray header;      // of MIME, with the empty line
    QByteArray made;        // content that had to be made
    QByteArrayView content; // content that is in the stream, where none was made
};

struct TnefParts {
    std::vector<TnefPart> parts; // texts first: nameless text/plain, text/html
    QString problem;             // as TnefMessage has it
};

TnefParts readTnefParts(QByteArrayView bytes);
