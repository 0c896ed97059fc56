// SPDX-License-Identifier: GPL-3.0-or-later
#include "TextKeys.h"

#include <QString>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <cstring>

namespace
{
// In use today, by language of the program that wrote them; all lower case.
constexpr std::array answerMarks{"re",   "fwd",  "fw",   "aw",   "wg",   "antw", "sv",   "vs",
                                 "vb",   "tr",   "rv",   "res",  "enc",  "odp",  "ynt",  "i",
                                 "r",    "rif",  "vl",   "bls",  "trs",  "atb",  "ilt",  "回复",
                                 "答复", "转发", "回覆", "轉寄", "返信", "転送", "회신", "전달"};
constexpr qsizetype longestMark = 8;  // bytes
constexpr qsizetype longestKey = 400; // bytes; what differs later only stands side by side
constexpr const char *wideColon = "：";

bool isSpace(char c)
{
    return c == ' ' || c == '\t';
}

bool isAscii(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool isMark(QByteArrayView word)
{
    return std::any_of(answerMarks.begin(), answerMarks.end(), [word](const char *mark) {
        return qsizetype(std::strlen(mark)) == word.size() &&
               std::equal(word.begin(), word.end(), mark, [](char a, char b) { return lower(a) == b; });
    });
}

// The length of a counter as in "Re[2]:", "Re(2):", "Re*2:".
qsizetype counterLength(QByteArrayView text)
{
    if (text.isEmpty() || (text[0] != '[' && text[0] != '(' && text[0] != '*'))
        return 0;
    const char close = text[0] == '[' ? ']' : text[0] == '(' ? ')' : '\0';
    qsizetype at = 1;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9')
        ++at;
    if (at == 1)
        return 0;
    if (close == '\0')
        return at;
    return at < text.size() && text[at] == close ? at + 1 : 0;
}

// The length of one mark with its colon at the beginning of `text`; 0: there is none.
qsizetype markLength(QByteArrayView text)
{
    qsizetype end = 0;
    while (end < text.size() && end <= longestMark && !isSpace(text[end]) && text[end] != ':' &&
           text[end] != '[' && text[end] != '(' && text[end] != '*' &&
           !text.sliced(end).startsWith(wideColon))
        ++end;
    if (end == 0 || !isMark(text.first(end)))
        return 0;
    end += counterLength(text.sliced(end));
    while (end < text.size() && isSpace(text[end]))
        ++end;
    if (end < text.size() && text[end] == ':')
        return end + 1;
    return text.sliced(end).startsWith(wideColon) ? end + qsizetype(std::strlen(wideColon)) : 0;
}
} // namespace

QByteArrayView baseSubject(QByteArrayView utf8)
{
    for (;;) {
        while (!utf8.isEmpty() && isSpace(utf8[0]))
            utf8 = utf8.sliced(1);
        const qsizetype mark = markLength(utf8);
        if (mark == 0)
            return utf8;
        utf8 = utf8.sliced(mark);
    }
}

void TextKeys::reserve(size_t keys, size_t bytes)
{
    m_keys.reserve(keys);
    m_bytes.reserve(bytes);
}

void TextKeys::add(QByteArrayView utf8)
{
    utf8 = utf8.first(std::min(utf8.size(), longestKey));
    Key key;
    key.begin = static_cast<uint32_t>(m_bytes.size());
    if (isAscii(utf8)) {
        m_bytes.resize(m_bytes.size() + size_t(utf8.size()));
        std::transform(utf8.begin(), utf8.end(), m_bytes.begin() + key.begin, lower);
    } else {
        const QByteArray folded = QString::fromUtf8(utf8).toCaseFolded().toUtf8();
        m_bytes.append(folded.constData(), size_t(folded.size()));
    }
    key.length = static_cast<uint32_t>(m_bytes.size() - key.begin);
    m_keys.push_back(key);
}

int TextKeys::compare(uint32_t a, uint32_t b) const
{
    const Key &left = m_keys[a];
    const Key &right = m_keys[b];
    const int order = std::memcmp(m_bytes.data() + left.begin, m_bytes.data() + right.begin,
                                  std::min(left.length, right.length));
    if (order != 0 || left.length == right.length)
        return order;
    return left.length < right.length ? -1 : 1;
}

uint64_t TextKeys::chunk(uint32_t key, uint32_t depth) const
{
    const Key &one = m_keys[key];
    if (depth >= one.length)
        return 0;
    uint64_t bytes = 0;
    std::memcpy(&bytes, m_bytes.data() + one.begin + depth, std::min<size_t>(8, one.length - depth));
    return qFromBigEndian(bytes);
}
