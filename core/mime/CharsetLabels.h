// SPDX-License-Identifier: GPL-3.0-or-later
//
// CharsetLabels knows what the charset labels seen in mail really mean. Pure, any thread.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

// For a lower-case label without blanks: the superset that is used in its name, or the label itself.
QByteArray charsetSuperset(QByteArrayView label);

// True for charsets in which each byte is one letter: valid UTF-8 under such a label is UTF-8.
bool isSingleByteCharset(QByteArrayView charset);

// True where bytes below 0x80 do not always mean ASCII (ISO-2022, UTF-7, UTF-16, HZ).
bool reusesAscii(QByteArrayView charset);
