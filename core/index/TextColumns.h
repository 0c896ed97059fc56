// SPDX-License-Identifier: GPL-3.0-or-later
//
// TextColumns is one message's text as the search index would keep it: tokens by column, cut when they are
// first asked for. What FTS5 finds in its index and what contains() finds here is the same. One object
// belongs to one thread; the text must outlive it.
#pragma once

#include "SearchableText.h"

#include <QByteArray>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A set of columns, each a bit by its place in IndexCoverage::columns.
using ColumnSet = unsigned;

// Words side by side, as FTS5 gets them and as TextColumns does.
struct TextPhrase {
    // Of what the user typed. Without tokens (`tokens` is empty) there is no such phrase.
    static TextPhrase of(const QString &words, bool prefix);

    QByteArray expression; // of FTS5, for any column
    std::vector<std::string> tokens;
    bool prefix = false; // the last token is a beginning

    bool operator==(const TextPhrase &) const = default;
};

class TextColumns
{
public:
    static constexpr size_t count = 8;

    explicit TextColumns(const SearchableText &text) : m_text(text) {}

    const QString &column(size_t index) const;
    bool contains(const TextPhrase &phrase, ColumnSet columns);

private:
    struct Token {
        size_t start = 0; // in Tokens::text
        size_t length = 0;
        size_t position = 0; // two may share one
    };
    struct Tokens {
        std::string text;
        std::vector<Token> tokens;

        std::string_view operator[](size_t index) const;
    };
    static Tokens tokensOf(const QString &text);
    static bool continues(const Tokens &tokens, size_t first, const TextPhrase &phrase);

    const SearchableText &m_text;
    std::array<std::optional<Tokens>, count> m_tokens;
};
