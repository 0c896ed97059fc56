// SPDX-License-Identifier: GPL-3.0-or-later
//
// EncodedWords finds the encoded words of a header field (RFC 2047 §2), tolerantly: blanks within Q text, raw
// bytes, words without blanks between them, padding within a run. Pure, linear, any thread.
#pragma once

#include <QByteArrayView>
#include <QString>

#include <vector>

// A stretch of a field: text between words (as it stands), or a run of words that belong together, decoded.
struct HeaderStretch {
    bool isEncoded = false;
    QByteArrayView literal; // !isEncoded
    QString decoded;        // isEncoded
};

// Blanks between two words belong to neither and are left out (RFC 2047 §6.2). Words that follow each other
// in the same charset are decoded as one, as a letter may be split between them.
std::vector<HeaderStretch> splitEncodedWords(QByteArrayView field);
