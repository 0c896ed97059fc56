// SPDX-License-Identifier: GPL-3.0-or-later
//
// ShownText makes a text that a stranger wrote fit for a label: no control characters, none that turn the
// direction of what stands around it, no more than fits, and places to break in words that have none. Pure.
#pragma once

#include <QString>

namespace ShownText
{
constexpr qsizetype longest = 500;       // characters of a value
constexpr qsizetype longestBlock = 2000; // of a text with lines
constexpr int longestWord = 60;

inline bool turnsDirection(QChar c)
{
    return (c.unicode() >= 0x202a && c.unicode() <= 0x202e) ||
           (c.unicode() >= 0x2066 && c.unicode() <= 0x2069) || c.unicode() == 0x200e || c.unicode() == 0x200f;
}

// Keeps line feeds.
inline QString lines(const QString &text, qsizetype most = longestBlock)
{
    constexpr ushort breakHere = 0x200b;
    QString shown;
    int word = 0;
    for (const QChar c : text) {
        if (shown.size() >= most) {
            if (shown.back().isHighSurrogate())
                shown.chop(1);
            return shown + QChar(0x2026);
        }
        if (turnsDirection(c) || (c.category() == QChar::Other_Control && c != u'\n' && c != u'\t'))
            continue;
        word = c.isSpace() ? 0 : word + 1;
        if (word > longestWord && !c.isLowSurrogate()) {
            shown += QChar(breakHere);
            word = 0;
        }
        shown += c;
    }
    return shown;
}

inline QString line(const QString &text)
{
    return lines(text.left(2 * longest).simplified(), longest);
}
} // namespace ShownText
