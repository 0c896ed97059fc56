// SPDX-License-Identifier: GPL-3.0-or-later
#include "CorpusQueries.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>

namespace
{
constexpr std::size_t queriesOfClass = 40;

// Words of the first language, which most messages are in, by how often they come.
struct Vocabulary {
    const TextPool &pool;
    Randomness random;

    // "and", "or" and "not" are the language's own.
    std::string common()
    {
        std::string word;
        do
            word = pool.word(random.below(60));
        while (word == "and" || word == "or" || word == "not");
        return word;
    }
    std::string middle() { return pool.word(300 + random.below(2'000)); }
    std::string rare() { return pool.word(pool.vocabulary() - 4'000 + random.below(4'000)); }
};

std::string beginning(const std::string &word, std::size_t letters)
{
    return word.substr(0, std::min(letters, word.size()));
}

// Words that stand beside each other in the corpus.
std::string phrase(const TextPool &pool, Randomness &random, std::size_t words)
{
    for (;;) {
        const std::string_view line = pool.paragraph(random, 1);
        std::size_t end = 0;
        for (std::size_t n = 0; n < words && end != std::string_view::npos; ++n)
            end = line.find(' ', end == 0 ? 0 : end + 1);
        if (end != std::string_view::npos)
            return std::string(line.substr(0, end));
    }
}

// Two to four characters out of a text that has no blanks between its words, or few.
std::string piece(const TextPool &pool, Randomness &random)
{
    const std::string_view line = pool.paragraph(random, 1);
    const auto isStart = [&line](std::size_t at) {
        return at >= line.size() || (static_cast<unsigned char>(line[at]) & 0xC0) != 0x80;
    };
    std::string text;
    std::size_t characters = 0;
    const std::size_t wanted = 2 + random.below(3);
    for (std::size_t at = 0; at < line.size() && characters < wanted;) {
        std::size_t end = at + 1;
        while (!isStart(end))
            ++end;
        if (end - at < 3 && characters > 0)
            break; // a blank, or a stop
        text.append(line, at, end - at);
        ++characters;
        at = end;
    }
    return text;
}

std::string quoted(const std::string &text)
{
    return '"' + text + '"';
}
} // namespace

std::vector<CorpusQuery> corpusQueries(const MailWriter &writer, std::size_t perClass)
{
    Vocabulary words{writer.pool(0), Randomness(writer.plan().options().seed, 99)};
    Randomness &random = words.random;
    const auto token = [&] {
        const auto tokens = std::size_t(std::max<std::int64_t>(writer.plan().options().count / 10, 1));
        return MailWriter::token(std::int64_t(random.below(tokens)) * 10 + 3);
    };
    std::vector<CorpusQuery> queries;
    const auto add = [&](const char *kind, const std::function<CorpusQuery()> &make) {
        for (std::size_t n = 0; n < perClass; ++n) {
            CorpusQuery query = make();
            query.kind = kind;
            queries.push_back(std::move(query));
        }
    };
    const auto same = [](const std::string &word) { return CorpusQuery{{}, word, word}; };
    const auto both = [](const std::string &a, const std::string &b) {
        return CorpusQuery{{}, a + ' ' + b, b}; // grep looks for one of them
    };
    const auto exact = [](const std::string &text) { return CorpusQuery{{}, quoted(text), text}; };
    const auto prefix = [](const std::string &text) { return CorpusQuery{{}, text + '*', text}; };
    add("common word", [&] { return same(words.common()); });
    add("middling word", [&] { return same(words.middle()); });
    add("rare word", [&] { return same(random.chance(0.5) ? words.rare() : token()); });
    add("two common words", [&] { return both(words.common(), words.common()); });
    add("two middling words", [&] { return both(words.middle(), words.middle()); });
    add("common and rare word", [&] { return both(words.common(), words.rare()); });
    add("phrase of common words", [&] {
        return exact(writer.pool(0).word(random.below(8)) + ' ' + writer.pool(0).word(random.below(8)));
    });
    add("phrase of three words", [&] { return exact(phrase(writer.pool(0), random, 3)); });
    add("beginning, 3 letters", [&] { return prefix(beginning(words.middle(), 3)); });
    add("beginning, 5 letters", [&] { return prefix(beginning(words.middle(), 5)); });
    add("zh, ja, ko, th", [&] {
        std::vector<const TextPool *> pools;
        for (std::size_t i = 0; i < Language::all().size(); ++i)
            if (std::string("zh ja ko th").find(Language::all()[i].code) != std::string::npos)
                pools.push_back(&writer.pool(i));
        return same(piece(*pools[random.below(pools.size())], random));
    });
    return queries;
}

bool writeQueries(const MailWriter &writer, const std::string &path)
{
    const std::unique_ptr<std::FILE, int (*)(std::FILE *)> file(std::fopen(path.c_str(), "we"), std::fclose);
    if (!file)
        return false;
    for (const CorpusQuery &query : corpusQueries(writer, queriesOfClass))
        std::fprintf(file.get(), "%s\t%s\t%s\n", query.kind.c_str(), query.query.c_str(),
                     query.pattern.c_str());
    return std::fflush(file.get()) == 0;
}
