// SPDX-License-Identifier: GPL-3.0-or-later
#include "Iso2022Jp.h"

namespace
{

enum class JapaneseSet { Ascii, Kanji, Katakana };

// Of an escape sequence at the start of `text`: the set that it changes to.
std::optional<JapaneseSet> setOfEscape(QByteArrayView text)
{
    if (text.startsWith("\x1b$B") || text.startsWith("\x1b$@"))
        return JapaneseSet::Kanji;
    if (text.startsWith("\x1b(B") || text.startsWith("\x1b(J"))
        return JapaneseSet::Ascii;
    if (text.startsWith("\x1b(I"))
        return JapaneseSet::Katakana;
    return std::nullopt;
}

bool isJisByte(char c)
{
    return c >= 0x21 && c <= 0x7E;
}

// Two rows of JIS are one of code page 932.
void addKanji(int row, int cell, QByteArray &result)
{
    int lead = ((row - 0x21) >> 1) + 0x81;
    if (lead > 0x9F)
        lead += 0x40;
    const int trail = row % 2 == 1 ? cell + (cell >= 0x60 ? 0x20 : 0x1F) : cell + 0x7E;
    result += char(lead);
    result += char(trail);
}

} // namespace

std::optional<QByteArray> iso2022JpAsCp932(QByteArrayView text)
{
    constexpr qsizetype escapeSize = 3;
    QByteArray result;
    result.reserve(text.size());
    JapaneseSet set = JapaneseSet::Ascii;
    for (qsizetype at = 0; at < text.size();) {
        const char c = text[at];
        if (c == '\x1b') {
            const auto next = setOfEscape(text.sliced(at));
            if (!next)
                return std::nullopt;
            set = *next;
            at += escapeSize;
        } else if (set == JapaneseSet::Kanji && isJisByte(c) && at + 1 < text.size() &&
                   isJisByte(text[at + 1])) {
            addKanji(c, text[at + 1], result);
            at += 2;
        } else {
            if (c == '\n')
                set = JapaneseSet::Ascii; // RFC 1468: each line begins so
            result += set == JapaneseSet::Katakana && isJisByte(c) ? char(c | char(0x80)) : c;
            ++at;
        }
    }
    return result;
}
