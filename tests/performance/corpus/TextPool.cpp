// SPDX-License-Identifier: GPL-3.0-or-later
#include "TextPool.h"

#include <algorithm>

namespace
{
constexpr std::size_t vocabularySize = 20'000;
constexpr std::size_t textSize = 1'000'000;
constexpr double commonPart = 0.45; // of the words of a text
constexpr std::size_t longestLine = 78;
constexpr std::size_t paragraphSize = 420;
} // namespace

TextPool::TextPool(const Language &language, std::uint64_t seed)
    : m_language(&language), m_given(wordsOf(language.given)), m_family(wordsOf(language.family))
{
    Randomness random(seed, std::uint64_t(language.code[0]) << 8 | std::uint64_t(language.code[1]));
    makeWords(random);
    makeSentences(random);
}

void TextPool::makeWords(Randomness &random)
{
    m_words = wordsOf(m_language->common);
    m_commonWords = m_words.size();
    const auto pieces = wordsOf(m_language->pieces);
    m_words.reserve(vocabularySize);
    while (m_words.size() < vocabularySize) {
        const auto spread = std::size_t(m_language->longest - m_language->shortest + 1);
        std::string word;
        for (std::size_t n = std::size_t(m_language->shortest) + random.below(spread); n > 0; --n)
            word += pieces[random.below(pieces.size())];
        m_words.push_back(word);
    }
}

const std::string &TextPool::anyWord(Randomness &random) const
{
    if (random.chance(commonPart))
        return m_words[random.rank(m_commonWords)];
    return m_words[m_commonWords + random.rank(m_words.size() - m_commonWords)];
}

void TextPool::makeSentences(Randomness &random)
{
    m_text.reserve(textSize + 200);
    while (m_text.size() < textSize) {
        const std::size_t start = m_text.size();
        const std::size_t length = 30 + random.below(longestLine - 30);
        m_lines.push_back(start);
        while (m_text.size() - start < length) {
            if (m_text.size() != start)
                m_text += m_language->gap;
            m_text += anyWord(random);
        }
        m_text += m_language->stop;
        m_text += "\r\n";
    }
    m_lines.push_back(m_text.size());
}

std::string TextPool::words(Randomness &random, std::size_t count) const
{
    std::string text;
    for (std::size_t n = 0; n < count; ++n) {
        if (n > 0)
            text += m_language->gap;
        text += anyWord(random);
    }
    return text;
}

std::string_view TextPool::paragraph(Randomness &random, std::size_t octets) const
{
    const std::size_t first = random.below(m_lines.size() - 1);
    const std::size_t start = m_lines[first];
    const auto end = std::upper_bound(m_lines.begin() + long(first) + 1, m_lines.end() - 1, start + octets);
    return std::string_view(m_text).substr(start, *end - start);
}

void TextPool::appendText(std::string &out, Randomness &random, std::size_t octets) const
{
    const std::size_t end = out.size() + octets;
    while (out.size() < end) {
        out += paragraph(random, std::min(paragraphSize / 2 + random.below(paragraphSize), end - out.size()));
        out += "\r\n";
    }
}

std::string TextPool::person(Randomness &random) const
{
    const std::string &given = m_given[random.below(m_given.size())];
    const std::string &family = m_family[random.below(m_family.size())];
    return *m_language->gap ? given + ' ' + family : family + given;
}
