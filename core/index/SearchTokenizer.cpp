// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchTokenizer.h"

#include <QChar>

#include <array>
#include <optional>

namespace
{
constexpr char32_t notACharacter = 0xFFFD;
constexpr int longestCluster = 32; // marks on one letter; ornament beyond

struct DecodedCharacter {
    char32_t character = notACharacter;
    qsizetype length = 1;
};

// Unicode 15, table 3-7: no overlong forms, no surrogates. An octet that begins no character is one by
// itself.
DecodedCharacter decodeUtf8(QByteArrayView utf8, qsizetype position)
{
    const auto octet = [&](qsizetype i) { return static_cast<unsigned char>(utf8[position + i]); };
    const unsigned char first = octet(0);
    if (first < 0x80)
        return {first, 1};
    const int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || position + length > utf8.size())
        return {};
    char32_t character = first & (0xFFU >> (length + 1));
    for (int i = 1; i < length; ++i) {
        if ((octet(i) & 0xC0U) != 0x80)
            return {};
        character = character << 6 | (octet(i) & 0x3FU);
    }
    if (character < (length == 4   ? 0x10000U
                     : length == 3 ? 0x800U
                                   : 0x80U) ||
        character > 0x10FFFF || QChar::isSurrogate(character))
        return {};
    return {character, length};
}

void appendUtf8(std::string &out, char32_t character)
{
    const auto tail = [&](int shift) { out += static_cast<char>(0x80 | (character >> shift & 0x3F)); };
    if (character < 0x80) {
        out += static_cast<char>(character);
    } else if (character < 0x800) {
        out += static_cast<char>(0xC0 | character >> 6);
        tail(0);
    } else if (character < 0x10000) {
        out += static_cast<char>(0xE0 | character >> 12);
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xF0 | character >> 18);
        tail(12);
        tail(6);
        tail(0);
    }
}

bool between(char32_t character, char32_t first, char32_t last)
{
    return character >= first && character <= last;
}

// The folded form of ASCII's letters and digits, 0 for all else.
constexpr std::array<char, 256> asciiFolding = [] {
    std::array<char, 256> folding{};
    for (unsigned char octet = 'a'; octet <= 'z'; ++octet)
        folding[octet] = folding[octet - 'a' + 'A'] = static_cast<char>(octet);
    for (unsigned char octet = '0'; octet <= '9'; ++octet)
        folding[octet] = static_cast<char>(octet);
    return folding;
}();

// Invisible within a word: soft hyphen, joiners, variation selectors, byte order mark, tatweel.
bool isIgnorable(char32_t character)
{
    return character == 0xAD || character == 0x640 || character == 0x200C || character == 0x200D ||
           character == 0x2060 || character == 0xFEFF || between(character, 0xFE00, 0xFE0F) ||
           between(character, 0xE0100, 0xE01EF);
}

bool isMark(char32_t character)
{
    return QChar::category(character) <= QChar::Mark_Enclosing;
}

// Nothing composes here but with the nukta, so that a mark in its canonical place needs no normalisation.
bool composesNever(char32_t mark)
{
    return (between(mark, 0x900, 0x97F) && mark != 0x93C) || between(mark, 0xE00, 0xEFF) ||
           between(mark, 0x1780, 0x17FF);
}

// What composes or changes places with the character before it: marks, the kana's half-width voice marks,
// Hangul vowels and finals.
bool continuesCluster(char32_t character, char32_t previous)
{
    if (character < 0x300)
        return false;
    if (composesNever(character)) {
        const int order = QChar::combiningClass(character);
        return order != 0 && QChar::combiningClass(previous) > order;
    }
    return isMark(character) || character == 0xFF9E || character == 0xFF9F ||
           between(character, 0x1160, 0x11FF);
}

bool isOfWord(char32_t character)
{
    switch (QChar::category(character)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_SpacingCombining:
    case QChar::Number_DecimalDigit:
    case QChar::Number_Letter:
    case QChar::Number_Other:
    case QChar::Other_PrivateUse:
    case QChar::Letter_Uppercase:
    case QChar::Letter_Lowercase:
    case QChar::Letter_Titlecase:
    case QChar::Letter_Modifier:
    case QChar::Letter_Other:
        return true;
    default:
        return false;
    }
}

bool isPaired(char32_t character)
{
    if (character < 0xE00)
        return false;
    // Iteration, closing and long vowel marks are of no script of their own.
    if (between(character, 0x3005, 0x3007) || between(character, 0x3031, 0x3035) || character == 0x303C ||
        character == 0x30FC)
        return true;
    switch (QChar::script(character)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Bopomofo:
    case QChar::Script_Hangul:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar:
        return true;
    default:
        return false;
    }
}

// The mark tells no word from another one, or not in the way people type them.
bool isDroppedMark(char32_t mark, char32_t base)
{
    if (between(mark, 0x591, 0x5BD) || mark == 0x5BF || between(mark, 0x5C1, 0x5C2) ||
        between(mark, 0x64B, 0x652) || mark == 0x670) // points of Hebrew and Arabic
        return true;
    if (!between(mark, 0x300, 0x36F) || mark == 0x345) // which folds to a letter, iota
        return false;
    if (QChar::script(base) != QChar::Script_Cyrillic)
        return true;
    const bool breve = mark == 0x306, diaeresis = mark == 0x308;
    return !breve && !(diaeresis && base != 0x435); // й, ў and ї, but ё is typed as е
}

// The folded form of most characters is one character, and found without a string.
std::optional<char32_t> foldedAlone(char32_t character)
{
    if (between(character, 0x4E00, 0x9FFF) || between(character, 0xAC00, 0xD7A3) ||
        between(character, 0x3041, 0x3096) || between(character, 0x30A1, 0x30FC))
        return character;
    if (character == 0x439 || character == 0x457 || character == 0x45E) // й, ї, ў
        return character;
    const bool sharpS = character == 0xDF || character == 0x1E9E; // two letters
    if (sharpS)
        return std::nullopt;
    switch (QChar::decompositionTag(character)) {
    case QChar::NoDecomposition:
        return QChar::toCaseFolded(character);
    case QChar::Canonical: {
        const QString parts = QChar::decomposition(character);
        if (parts.size() != 2 || parts[0].isSurrogate())
            return std::nullopt;
        const char32_t base = parts[0].unicode(), mark = parts[1].unicode();
        if (!isDroppedMark(mark, QChar::toCaseFolded(base)))
            return std::nullopt;
        return foldedAlone(base);
    }
    default:
        return std::nullopt;
    }
}

QString foldedCluster(const QString &cluster)
{
    constexpr char32_t sharpS = 0xDF; // Qt folds one character to one
    const auto form = QString::NormalizationForm_KD;
    const QString folded = cluster.normalized(form).toCaseFolded().normalized(form);
    std::u32string kept;
    char32_t base = 0;
    for (const char32_t character : folded.toStdU32String()) {
        if (!isMark(character))
            base = character;
        else if (isDroppedMark(character, base))
            continue;
        if (isIgnorable(character)) // Arabic ligatures hold tatweel
            continue;
        if (character == sharpS)
            kept += U"ss";
        else
            kept += character;
    }
    return QString::fromStdU32String(kept).normalized(QString::NormalizationForm_C);
}
} // namespace

int SearchTokenizer::run(QByteArrayView utf8)
{
    m_stopped = 0;
    for (qsizetype position = 0; position < utf8.size() && m_stopped == 0;) {
        const auto octet = static_cast<unsigned char>(utf8[position]);
        if (octet >= 0x80) {
            position = takeCluster(utf8, position);
            continue;
        }
        if (asciiFolding[octet] != 0) {
            position = takeAscii(utf8, position);
            continue;
        }
        separate();
        ++position;
    }
    separate();
    m_word.clear();
    m_runLength = 0;
    return m_stopped;
}

// Takes a run of ASCII letters and digits, and returns where it ends: most text is nothing else.
qsizetype SearchTokenizer::takeAscii(QByteArrayView utf8, qsizetype position)
{
    endPairs();
    if (m_word.empty())
        m_wordSpan.start = position;
    for (; position < utf8.size(); ++position) {
        const char folded = asciiFolding[static_cast<unsigned char>(utf8[position])];
        if (folded == 0)
            break;
        m_word += folded;
    }
    m_wordSpan.end = position;
    return position;
}

// Takes what begins at `position` up to the next character that stands by itself, and returns where that is.
qsizetype SearchTokenizer::takeCluster(QByteArrayView utf8, qsizetype position)
{
    constexpr char32_t zeroWidthSpace = 0x200B;
    const DecodedCharacter first = decodeUtf8(utf8, position);
    Span span{position, position + first.length};
    if (isIgnorable(first.character))
        return span.end;
    if (first.character == zeroWidthSpace) { // where a line of Khmer or Thai may break; else between words
        if (m_runLength == 0)
            separate();
        return span.end;
    }
    if (isDroppedMark(first.character, 0)) { // on a letter of ASCII
        if (!m_word.empty())
            m_wordSpan.end = span.end;
        return span.end;
    }
    std::u32string cluster(1, first.character);
    while (span.end < utf8.size() && cluster.size() < longestCluster) {
        const DecodedCharacter next = decodeUtf8(utf8, span.end);
        if (!continuesCluster(next.character, cluster.back()) || isIgnorable(next.character))
            break;
        cluster += next.character;
        span.end += next.length;
    }
    if (const auto alone = foldedAlone(first.character); alone && cluster.size() == 1) {
        take(*alone, span);
        return span.end;
    }
    for (const char32_t character : foldedCluster(QString::fromStdU32String(cluster)).toStdU32String())
        take(character, span);
    return span.end;
}

void SearchTokenizer::take(char32_t character, Span span)
{
    const bool goesOn = m_runLength > 0 && isMark(character); // a mark of no script
    if (isPaired(character) ? isOfWord(character) : goesOn) {
        takePaired(character, span);
    } else if (isOfWord(character)) {
        endPairs();
        if (m_word.empty())
            m_wordSpan.start = span.start;
        m_wordSpan.end = span.end;
        appendUtf8(m_word, character);
    } else {
        separate();
    }
}

void SearchTokenizer::takePaired(char32_t character, Span span)
{
    endWord();
    if (m_runLength > 0) {
        std::string pair;
        appendUtf8(pair, m_last);
        appendUtf8(pair, character);
        emitToken(pair, {m_lastSpan.start, span.end});
    }
    m_last = character;
    m_lastSpan = span;
    ++m_runLength;
}

void SearchTokenizer::endWord()
{
    if (!m_word.empty())
        emitToken(m_word, m_wordSpan);
    m_word.clear();
}

void SearchTokenizer::endPairs()
{
    if (m_runLength == 1 || (m_runLength > 1 && m_purpose == Purpose::Document)) {
        std::string single;
        appendUtf8(single, m_last);
        emitToken(single, m_lastSpan, m_runLength > 1);
    }
    m_runLength = 0;
}

void SearchTokenizer::separate()
{
    endWord();
    endPairs();
}

void SearchTokenizer::emitToken(std::string_view text, Span span, bool sharesPosition)
{
    if (m_stopped == 0)
        m_stopped = m_sink({text, span.start, span.end, sharesPosition});
}

QByteArray SearchTokenizer::phrase(const QString &words, bool prefix)
{
    QByteArray text = words.toUtf8();
    text.replace('\0', ' '); // would end FTS5's expression
    std::string last;
    SearchTokenizer tokenizer(Purpose::Query, [&](const SearchToken &token) {
        last = token.text;
        return 0;
    });
    tokenizer.run(text);
    if (last.empty())
        return {};
    const DecodedCharacter first = decodeUtf8(last, 0);
    const bool single = isPaired(first.character) && first.length == static_cast<qsizetype>(last.size());
    return '"' + text.replace('"', "\"\"") + (prefix || single ? "\" *" : "\"");
}
