// SPDX-License-Identifier: GPL-3.0-or-later
#include "TextColumns.h"

#include "IndexCoverage.h"
#include "SearchTokenizer.h"

#include <algorithm>

namespace
{
constexpr size_t longestToken = 32768; // octets; FTS5 cuts longer ones, in the index and in queries

std::string_view cut(std::string_view token)
{
    return token.substr(0, longestToken);
}
} // namespace

TextPhrase TextPhrase::of(const QString &words, bool prefix)
{
    TextPhrase phrase;
    phrase.expression = SearchTokenizer::phrase(words, prefix);
    phrase.prefix = phrase.expression.endsWith('*');
    QByteArray utf8 = words.toUtf8();
    utf8.replace('\0', ' '); // as in the expression
    SearchTokenizer tokenizer(SearchTokenizer::Purpose::Query, [&](const SearchToken &token) {
        phrase.tokens.emplace_back(cut(token.text));
        return 0;
    });
    tokenizer.run(utf8);
    return phrase;
}

const QString &TextColumns::column(size_t index) const
{
    static_assert(count == IndexCoverage::columns.size());
    const std::array<const QString *, count> columns{&m_text.subject,  &m_text.from, &m_text.to,
                                                     &m_text.cc,       &m_text.body, &m_text.fileNames,
                                                     &m_text.attached, &m_text.list};
    return *columns[index];
}

std::string_view TextColumns::Tokens::operator[](size_t index) const
{
    return std::string_view(text).substr(tokens[index].start, tokens[index].length);
}

TextColumns::Tokens TextColumns::tokensOf(const QString &text)
{
    Tokens tokens;
    SearchTokenizer tokenizer(SearchTokenizer::Purpose::Document, [&](const SearchToken &token) {
        const std::string_view kept = cut(token.text);
        size_t position = 0;
        if (!tokens.tokens.empty())
            position = tokens.tokens.back().position + (token.sharesPosition ? 0 : 1);
        tokens.tokens.push_back({tokens.text.size(), kept.size(), position});
        tokens.text += kept;
        return 0;
    });
    tokenizer.run(text.toUtf8());
    return tokens;
}

// Whether the phrase stands where the token `first` is, which is its first one.
bool TextColumns::continues(const Tokens &tokens, size_t first, const TextPhrase &phrase)
{
    size_t at = first + 1;
    for (size_t i = 1; i < phrase.tokens.size(); ++i) {
        const size_t position = tokens.tokens[first].position + i;
        const bool begins = phrase.prefix && i + 1 == phrase.tokens.size();
        while (at < tokens.tokens.size() && tokens.tokens[at].position < position)
            ++at;
        bool found = false;
        for (size_t same = at; same < tokens.tokens.size() && tokens.tokens[same].position == position;
             ++same)
            found = found || (begins ? tokens[same].substr(0, phrase.tokens[i].size()) == phrase.tokens[i]
                                     : tokens[same] == phrase.tokens[i]);
        if (!found)
            return false;
    }
    return true;
}

bool TextColumns::contains(const TextPhrase &phrase, ColumnSet columns)
{
    if (phrase.tokens.empty())
        return false;
    const std::string &wanted = phrase.tokens.front();
    const bool begins = phrase.prefix && phrase.tokens.size() == 1;
    for (size_t column = 0; column < count; ++column) {
        if ((columns >> column & 1U) == 0)
            continue;
        if (!m_tokens[column])
            m_tokens[column] = tokensOf(this->column(column));
        const Tokens &tokens = *m_tokens[column];
        for (size_t i = 0; i < tokens.tokens.size(); ++i) {
            const std::string_view token = tokens[i];
            if ((begins ? token.substr(0, wanted.size()) == wanted : token == wanted) &&
                continues(tokens, i, phrase))
                return true;
        }
    }
    return false;
}
