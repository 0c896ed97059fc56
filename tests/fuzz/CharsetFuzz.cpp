// SPDX-License-Identifier: GPL-3.0-or-later
//
// The input: a label, a line feed, the bytes that have it.
#include "Charset.h"
#include "FuzzInput.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray input = bytesOf(data, size);
    const qsizetype end = std::max<qsizetype>(input.indexOf('\n'), 0);
    const QByteArray label = input.first(end), bytes = input.sliced(end);
    for (const bool isHtml : {false, true}) {
        const DecodedText decoded = decodeText(bytes, label, isHtml);
        require(decoded.text.isValidUtf16() && !decoded.text.contains(QChar(u'\0')));
        require(!decoded.charset.isEmpty() && decoded.replaced <= bytes.size());
        require(!bytes.isEmpty() || decoded.text.isEmpty());
    }
    const DecodedText chosen = decodeChosen(bytes, label);
    require(chosen.text.isValidUtf16() && !chosen.text.contains(QChar(u'\0')));
    require(!detectCharset(bytes).isEmpty());
    require(charsetOf(charsetOf(label)) == charsetOf(label));
    return 0;
}
