// SPDX-License-Identifier: GPL-3.0-or-later
//
// Charset turns bytes of mail into text, whatever their label says. The result is always a valid QString; NUL
// is left out. Labels mean their supersets as in browsers (WHATWG Encoding): "iso-8859-1" is windows-1252,
// "gb2312" is gb18030. Any thread; linear.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>

// The charset that is really meant by a label, lower case; empty for an empty label.
QByteArray charsetOf(QByteArrayView label);

struct DecodedText {
    QString text;
    QByteArray charset;     // that was used
    qsizetype replaced = 0; // places where U+FFFD stands for bytes that mean nothing in it
};

// Decodes by exactly this charset; nothing where the system does not know it.
std::optional<DecodedText> decodeAs(QByteArrayView bytes, const QByteArray &charset);

// Decodes by label, valid UTF-8, ISO-2022 escapes, the HTML's own meta (only with `isHtml`), detection,
// windows-1252, in this order. Bytes that are valid UTF-8 are taken as it whatever single-byte label they
// have; a label is kept while it explains three quarters of the bytes beyond ASCII.
DecodedText decodeText(QByteArrayView bytes, QByteArrayView label, bool isHtml = false);

// Decodes as the user says, whatever becomes of it; by what can be found out where the system does not know
// that charset.
DecodedText decodeChosen(QByteArrayView bytes, QByteArrayView chosen);

// What bytes without a label are most likely written in; never empty.
QByteArray detectCharset(QByteArrayView bytes);

bool isValidUtf8(QByteArrayView bytes);
