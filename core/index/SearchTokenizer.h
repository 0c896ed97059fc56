// SPDX-License-Identifier: GPL-3.0-or-later
//
// SearchTokenizer cuts text into the tokens of the search index, and what the user types into the same ones.
// Words are runs of letters, digits and marks, in NFKC with case folded; accents of Latin, Greek and
// Cyrillic, vowel points of Hebrew and Arabic are dropped, but й and ї stay letters of their own. Scripts
// without spaces between words (and Hangul) become overlapping pairs of characters, so that every substring
// is a phrase. The result depends on nothing but the bytes; any bytes will do. One object belongs to one
// thread.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <functional>
#include <string>
#include <string_view>

struct SearchToken {
    std::string_view text;       // UTF-8, valid during the call only
    qsizetype start = 0;         // octets of the text that the token stands for: [start, end)
    qsizetype end = 0;           //
    bool sharesPosition = false; // with the token before
};

class SearchTokenizer
{
public:
    // In a document the last character of a run of pairs is a token as well, at the place of the last pair.
    // Without it neither that character nor a phrase that begins with it would be found.
    enum class Purpose { Document, Query };
    // What is not 0 ends the run.
    using Sink = std::function<int(const SearchToken &)>;

    SearchTokenizer(Purpose purpose, Sink sink) : m_purpose(purpose), m_sink(std::move(sink)) {}

    // Hands the tokens to the sink in the order of the text; what is no UTF-8 separates words. Returns what
    // the sink said last: 0 for the whole text.
    int run(QByteArrayView utf8);

    // The FTS5 expression that finds `words` beside each other; with `prefix` the last may go on. A lone
    // character of a script in pairs is always a prefix: it begins pairs. Empty when there is no token.
    static QByteArray phrase(const QString &words, bool prefix = false);

private:
    struct Span {
        qsizetype start = 0;
        qsizetype end = 0;
    };

    qsizetype takeAscii(QByteArrayView utf8, qsizetype position);
    qsizetype takeCluster(QByteArrayView utf8, qsizetype position);
    void take(char32_t character, Span span);
    void takePaired(char32_t character, Span span);
    void endWord();
    void endPairs();
    void separate();
    void emitToken(std::string_view text, Span span, bool sharesPosition = false);

    const Purpose m_purpose;
    const Sink m_sink;
    std::string m_word; // empty outside of a word
    Span m_wordSpan;
    char32_t m_last = 0; // of the run of pairs
    Span m_lastSpan;
    qsizetype m_runLength = 0; // characters; 0 outside of a run
    int m_stopped = 0;
};
