// SPDX-License-Identifier: GPL-3.0-or-later
#include "RtfText.h"

#include "Charset.h"
#include "MapiProperties.h"
#include "RtfTokens.h"

#include <QHash>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace
{

using std::string_view;

// Groups whose words are not the message's.
constexpr std::array<string_view, 14> silentDestinations{
    "colortbl", "stylesheet", "info",    "pict",    "object",  "header",    "footer",
    "headerl",  "headerr",    "footerl", "footerr", "fldinst", "themedata", "listtable"};

struct NamedCharacter {
    string_view word;
    char16_t character;
};
constexpr std::array namedCharacters{
    NamedCharacter{"par", u'\n'},        NamedCharacter{"line", u'\n'},
    NamedCharacter{"sect", u'\n'},       NamedCharacter{"page", u'\n'},
    NamedCharacter{"row", u'\n'},        NamedCharacter{"tab", u'\t'},
    NamedCharacter{"cell", u'\t'},       NamedCharacter{"lquote", 0x2018},
    NamedCharacter{"rquote", 0x2019},    NamedCharacter{"ldblquote", 0x201C},
    NamedCharacter{"rdblquote", 0x201D}, NamedCharacter{"bullet", 0x2022},
    NamedCharacter{"endash", 0x2013},    NamedCharacter{"emdash", 0x2014},
    NamedCharacter{"enspace", 0x2002},   NamedCharacter{"emspace", 0x2003},
};

// \fcharset to code page (RTF 1.9.1, "Font Table"); 0: that of the document.
quint32 codePageOfFont(int fontCharset)
{
    switch (fontCharset) {
    case 128:
        return 932;
    case 129:
        return 949;
    case 134:
        return 936;
    case 136:
        return 950;
    case 161:
        return 1253;
    case 162:
        return 1254;
    case 163:
        return 1258;
    case 177:
        return 1255;
    case 178:
        return 1256;
    case 186:
        return 1257;
    case 204:
        return 1251;
    case 222:
        return 874;
    case 238:
        return 1250;
    default:
        return 0;
    }
}

struct Group {
    bool isSilent = false;
    bool isFontTable = false;
    bool isTag = false;        // \*\htmltag: what is in it is the page's own
    bool isForRtfOnly = false; // \htmlrtf: what the page does not have
    int skipAfterUnicode = 1;
    int font = -1;
};

class RtfReader
{
public:
    explicit RtfReader(QByteArrayView rtf) : m_tokens(rtf) { m_groups.emplace_back(); }
    RtfText read();

private:
    Group &group() { return m_groups.back(); }
    bool isHeard() { return !group().isSilent && !(m_isHtml && group().isForRtfOnly); }
    void open();
    void close();
    void takeWord(string_view word, int number, bool hasNumber);
    void takeOctet(char octet);
    void add(char16_t character);
    void flush();

    RtfTokens m_tokens;
    std::vector<Group> m_groups;
    qsizetype m_tooDeep = 0;     // groups open beyond those that are kept
    QHash<int, quint32> m_fonts; // number -> code page
    quint32 m_codePage = 1252;
    QByteArray m_octets; // of the document's charset, not decoded yet
    QString m_text;
    int m_toSkip = 0; // characters that stand for the \u before them
    bool m_isHtml = false;
    bool m_isIgnorable = false; // \* was just seen
};

RtfText RtfReader::read()
{
    while (const auto token = m_tokens.next()) {
        switch (token->kind) {
        case RtfToken::Kind::Open:
            open();
            break;
        case RtfToken::Kind::Close:
            close();
            break;
        case RtfToken::Kind::Word:
            takeWord(token->word, token->number, token->hasNumber);
            break;
        case RtfToken::Kind::Octet:
            takeOctet(token->octet);
            break;
        case RtfToken::Kind::Ignorable:
            m_isIgnorable = true;
            continue;
        }
        m_isIgnorable = false;
    }
    flush();
    return {std::move(m_text), m_isHtml};
}

void RtfReader::open()
{
    constexpr size_t deepest = 500;
    m_toSkip = 0;
    if (m_groups.size() >= deepest) {
        ++m_tooDeep;
        return;
    }
    flush();
    m_groups.push_back(group());
    group().isTag = false;
}

void RtfReader::close()
{
    m_toSkip = 0;
    if (m_tooDeep > 0) {
        --m_tooDeep;
        return;
    }
    flush();
    if (m_groups.size() > 1)
        m_groups.pop_back();
}

void RtfReader::takeWord(string_view word, int number, bool hasNumber)
{
    if (m_isIgnorable) {
        // A destination that a reader may pass over, and this one does, but for what Outlook hides in it.
        if (word == "htmltag") {
            group().isTag = m_isHtml;
            group().isSilent = !m_isHtml;
        } else {
            group().isSilent = true;
        }
        return;
    }
    if (word == "u") {
        m_toSkip = 0;
        add(char16_t(number));
        m_toSkip = group().skipAfterUnicode;
    } else if (word == "uc") {
        group().skipAfterUnicode = std::clamp(number, 0, 16);
    } else if (word == "fonttbl") {
        group().isSilent = true;
        group().isFontTable = true;
    } else if (word == "f") {
        flush();
        group().font = number;
    } else if (word == "fcharset" && group().isFontTable) {
        constexpr int mostFonts = 4096;
        if (m_fonts.size() < mostFonts)
            m_fonts.insert(group().font, codePageOfFont(number));
    } else if (word == "ansicpg") {
        m_codePage = quint32(std::max(number, 0));
    } else if (word == "fromhtml") {
        m_isHtml = true;
    } else if (word == "htmlrtf") {
        flush();
        group().isForRtfOnly = !hasNumber || number != 0;
    } else if (std::find(silentDestinations.begin(), silentDestinations.end(), word) !=
               silentDestinations.end()) {
        group().isSilent = true;
    } else {
        const auto named = std::find_if(namedCharacters.begin(), namedCharacters.end(),
                                        [&](const NamedCharacter &entry) { return entry.word == word; });
        if (named != namedCharacters.end())
            add(named->character);
    }
}

void RtfReader::takeOctet(char octet)
{
    if (m_toSkip > 0) {
        --m_toSkip;
        return;
    }
    if (isHeard())
        m_octets += octet;
}

void RtfReader::add(char16_t character)
{
    flush();
    if (isHeard())
        m_text += QChar(character);
}

void RtfReader::flush()
{
    if (m_octets.isEmpty())
        return;
    // Between tags of a page the font tells nothing but what Word made of it; within them there is none.
    const quint32 ofFont = group().isTag ? 0 : m_fonts.value(group().font);
    m_text += decodeText(m_octets, charsetOfCodePage(ofFont != 0 ? ofFont : m_codePage)).text;
    m_octets.clear();
}

} // namespace

RtfText readRtf(QByteArrayView rtf)
{
    return RtfReader(rtf).read();
}
