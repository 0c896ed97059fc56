// SPDX-License-Identifier: GPL-3.0-or-later
//
// The input: one byte, odd for DelSp=yes, and the text.
#include "FlowedText.h"
#include "FuzzInput.h"

namespace
{
// All that flowing may add or take are blanks, line ends and quote marks.
QString lettersOf(const QString &text)
{
    QString letters;
    for (const QChar c : text) {
        if (c != u' ' && c != u'\n' && c != u'>')
            letters += c;
    }
    return letters;
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QString text = QString::fromUtf8(bytesOf(data + 1, size - 1));
    const QString flowed = unflowed(text, data[0] % 2 == 1);
    require(lettersOf(flowed) == lettersOf(text));
    require(flowed.count(u'\n') <= text.count(u'\n'));
    return 0;
}
