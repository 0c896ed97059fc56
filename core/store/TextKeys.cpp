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

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

// Eight bytes of ASCII at once: a letter has bit 5 set when it is small.
uint64_t lower(uint64_t bytes)
{
    constexpr uint64_t each = 0x0101010101010101;
    const uint64_t low = bytes & (0x7F * each);
    const uint64_t fromA = low + (0x80 - 'A') * each, beyondZ = low + (0x7F - 'Z') * each;
    return bytes | (((fromA ^ beyondZ) & (0x80 * each)) >> 2);
}

// Half a million subjects are folded for one click; most are ASCII. False where this one is not.
bool appendLower(QByteArrayView text, std::string &to)
{
    constexpr uint64_t beyondAscii = 0x8080808080808080;
    const size_t begin = to.size(), size = size_t(text.size());
    to.resize(begin + size);
    size_t i = 0;
    for (; i + 8 <= size; i += 8) {
        uint64_t bytes = 0;
        std::memcpy(&bytes, text.data() + i, 8);
        if (bytes & beyondAscii)
            break;
        bytes = lower(bytes);
        std::memcpy(to.data() + begin + i, &bytes, 8);
    }
    for (; i < size; ++i) {
        if (static_cast<signed char>(text[qsizetype(i)]) < 0) {
            to.resize(begin);
            return false;
        }
        to[begin + i] = lower(text[qsizetype(i)]);
    }
    return true;
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

// The length of a colon at `at`, as wide as the writer's script has it; 0: there is none.
qsizetype colonLength(QByteArrayView text, qsizetype at)
{
    if (at >= text.size())
        return 0;
    if (text[at] == ':')
        return 1;
    return text[at] == wideColon[0] && text.sliced(at).startsWith(wideColon)
               ? qsizetype(std::strlen(wideColon))
               : 0;
}

// The length of one mark with its colon at the beginning of `text`; 0: there is none.
qsizetype markLength(QByteArrayView text)
{
    qsizetype end = 0;
    while (end < text.size() && end <= longestMark && !isSpace(text[end]) && text[end] != '[' &&
           text[end] != '(' && text[end] != '*' && colonLength(text, end) == 0)
        ++end;
    if (end == 0)
        return 0;
    qsizetype colon = end + counterLength(text.sliced(end));
    while (colon < text.size() && isSpace(text[colon]))
        ++colon;
    const qsizetype length = colonLength(text, colon);
    return length > 0 && isMark(text.first(end)) ? colon + length : 0;
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
    if (!appendLower(utf8, m_bytes)) {
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
