// SPDX-License-Identifier: GPL-3.0-or-later
//
// TextPool is a megabyte of sentences in one language, each on a line of its own (CR LF), from a vocabulary
// of twenty thousand words of which few are common. A text of a message is a few runs of its sentences, so
// that making it costs as much as copying it. Constant once made.
#pragma once

#include "Language.h"
#include "Randomness.h"

#include <string>
#include <string_view>

class TextPool
{
public:
    TextPool(const Language &language, std::uint64_t seed);

    const Language &language() const { return *m_language; }
    // 0: the most common one.
    std::size_t vocabulary() const { return m_words.size(); }
    const std::string &word(std::size_t rank) const { return m_words[rank]; }

    // Words of one sentence, without its stop: the first `count`, or fewer.
    std::string words(Randomness &random, std::size_t count) const;
    // About so many octets: paragraphs of whole lines.
    void appendText(std::string &out, Randomness &random, std::size_t octets) const;
    // A run of lines, a paragraph.
    std::string_view paragraph(Randomness &random, std::size_t octets) const;
    std::string person(Randomness &random) const;

private:
    void makeWords(Randomness &random);
    void makeSentences(Randomness &random);
    const std::string &anyWord(Randomness &random) const;

    const Language *m_language;
    std::vector<std::string> m_words, m_given, m_family;
    std::size_t m_commonWords = 0;
    std::string m_text;
    std::vector<std::size_t> m_lines; // where they begin; the last one: the end
};
