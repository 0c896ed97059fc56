// SPDX-License-Identifier: GPL-3.0-or-later
//
// RtfTokens splits formatted text into what it is written with: braces, control words, characters. It points
// into the bytes it was given. One thread at a time.
#pragma once

#include <QByteArrayView>

#include <optional>
#include <string_view>

struct RtfToken {
    enum class Kind { Open, Close, Word, Octet, Ignorable };

    Kind kind = Kind::Octet;
    std::string_view word; // of a control word, without its number
    int number = 0;        // of a control word; 0 where it has none
    bool hasNumber = false;
    char octet = 0; // in the document's charset
};

class RtfTokens
{
public:
    explicit RtfTokens(QByteArrayView rtf) : m_rtf(rtf) {}

    // Nothing at the end.
    std::optional<RtfToken> next();

private:
    std::optional<RtfToken> control();

    QByteArrayView m_rtf;
    qsizetype m_at = 0;
};
