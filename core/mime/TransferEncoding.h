// SPDX-License-Identifier: GPL-3.0-or-later
//
// TransferEncoding undoes Content-Transfer-Encoding (RFC 2045 §6). Our own decoders, because GMime
// before 3.2.14 drops what follows padding within base64, and because a body has to come out the same with
// every GMime. Any input decodes to something; no call fails. Any thread.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

enum class TransferEncoding { Identity, QuotedPrintable, Base64, Uuencode };

// Unknown names are Identity (RFC 2045 §6.4 would have the part be opaque; the bytes are shown as they are).
TransferEncoding transferEncodingOf(QByteArrayView fieldValue);

QByteArray decodeBase64(QByteArrayView text);
// `underscoreIsSpace` is the Q encoding of RFC 2047 §4.2.
QByteArray decodeQuotedPrintable(QByteArrayView text, bool underscoreIsSpace = false);
QByteArray decodeTransfer(QByteArrayView content, TransferEncoding encoding);
