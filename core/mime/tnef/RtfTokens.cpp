// SPDX-License-Identifier: GPL-3.0-or-later
#include "RtfTokens.h"

#include <algorithm>

namespace
{

bool isRtfLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isRtfDigit(char c)
{
    return c >= '0' && c <= '9';
}

int hexDigit(char c)
{
    if (isRtfDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

RtfToken octetToken(char octet)
{
    RtfToken token;
    token.octet = octet;
    return token;
}

RtfToken wordToken(std::string_view word)
{
    RtfToken token;
    token.kind = RtfToken::Kind::Word;
    token.word = word;
    return token;
}

} // namespace

std::optional<RtfToken> RtfTokens::next()
{
    while (m_at < m_rtf.size()) {
        const char c = m_rtf[m_at++];
        if (c == '{' || c == '}') {
            RtfToken token;
            token.kind = c == '{' ? RtfToken::Kind::Open : RtfToken::Kind::Close;
            return token;
        }
        if (c == '\\') {
            if (auto token = control())
                return token;
            continue;
        }
        if (c != '\r' && c != '\n' && c != '\0') // line ends mean nothing here
            return octetToken(c);
    }
    return std::nullopt;
}

// What follows a backslash; nothing where it says nothing.
std::optional<RtfToken> RtfTokens::control()
{
    constexpr qsizetype longestWord = 32;
    constexpr int largest = 1'000'000;
    if (m_at >= m_rtf.size())
        return std::nullopt;
    const char c = m_rtf[m_at];
    if (!isRtfLetter(c)) {
        ++m_at;
        switch (c) {
        case '\'': {
            if (m_at + 2 > m_rtf.size())
                return std::nullopt;
            const int high = hexDigit(m_rtf[m_at]);
            const int low = hexDigit(m_rtf[m_at + 1]);
            if (high < 0 || low < 0)
                return std::nullopt;
            m_at += 2;
            return octetToken(char(high << 4 | low));
        }
        case '*': {
            RtfToken token;
            token.kind = RtfToken::Kind::Ignorable;
            return token;
        }
        case '~':
            return octetToken(' ');
        case '_':
            return octetToken('-');
        case '\r':
        case '\n':
            return wordToken("par");
        case '\t':
            return wordToken("tab");
        case '\\':
        case '{':
        case '}':
            return octetToken(c);
        default:
            return std::nullopt;
        }
    }
    const qsizetype start = m_at;
    while (m_at < m_rtf.size() && isRtfLetter(m_rtf[m_at]) && m_at - start < longestWord)
        ++m_at;
    RtfToken token = wordToken({m_rtf.data() + start, size_t(m_at - start)});
    const bool isNegative = m_at + 1 < m_rtf.size() && m_rtf[m_at] == '-' && isRtfDigit(m_rtf[m_at + 1]);
    if (isNegative)
        ++m_at;
    while (m_at < m_rtf.size() && isRtfDigit(m_rtf[m_at])) {
        token.hasNumber = true;
        token.number = std::min(token.number * 10 + (m_rtf[m_at++] - '0'), largest);
    }
    if (isNegative)
        token.number = -token.number;
    if (m_at < m_rtf.size() && m_rtf[m_at] == ' ')
        ++m_at;
    return token;
}
