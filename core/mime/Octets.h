// SPDX-License-Identifier: GPL-3.0-or-later
//
// Octets: the few questions that every reader of raw message bytes asks, for ASCII and without a locale. Any
// thread. Nothing here allocates unless it returns a QByteArray.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <algorithm>
#include <cstring>

inline bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

// Of `line`, which has no line end.
inline bool isBlankLine(QByteArrayView line)
{
    return std::all_of(line.begin(), line.end(), isBlank);
}

inline char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c + ('a' - 'A')) : c;
}

inline bool sameIgnoringCase(QByteArrayView a, QByteArrayView b)
{
    if (a.size() != b.size())
        return false;
    for (qsizetype i = 0; i < a.size(); ++i) {
        if (lowered(a[i]) != lowered(b[i]))
            return false;
    }
    return true;
}

inline bool startsIgnoringCase(QByteArrayView text, QByteArrayView start)
{
    return text.size() >= start.size() && sameIgnoringCase(text.first(start.size()), start);
}

inline QByteArray loweredCopy(QByteArrayView text)
{
    QByteArray result(text.data(), text.size());
    for (char &c : result)
        c = lowered(c);
    return result;
}

// True when no byte has its highest bit set. Reads eight bytes at a time, since it sees all of every message.
inline bool isAscii(QByteArrayView text)
{
    const char *at = text.data();
    const char *end = at + text.size();
    for (; end - at >= 8; at += 8) {
        quint64 word;
        std::memcpy(&word, at, 8);
        if (word & 0x8080808080808080ULL)
            return false;
    }
    for (; at < end; ++at) {
        if (*at & char(0x80))
            return false;
    }
    return true;
}

// Where the line that starts at `from` ends: the offset of its LF, or the size of `text`.
inline qsizetype lineEnd(QByteArrayView text, qsizetype from)
{
    if (from >= text.size())
        return text.size();
    const void *found = std::memchr(text.data() + from, '\n', size_t(text.size() - from));
    return found ? static_cast<const char *>(found) - text.data() : text.size();
}

// The line that starts at `from`, without CR and LF.
inline QByteArrayView lineAt(QByteArrayView text, qsizetype from)
{
    const auto line = text.sliced(from, lineEnd(text, from) - from);
    return line.endsWith('\r') ? line.chopped(1) : line;
}
