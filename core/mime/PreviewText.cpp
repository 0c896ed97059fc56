// SPDX-License-Identifier: GPL-3.0-or-later
#include "PreviewText.h"

#include <algorithm>
#include <array>

namespace
{

struct Entity {
    QLatin1String name;
    char16_t character;
};

constexpr std::array entities{
    Entity{QLatin1String("nbsp"), ' '},      Entity{QLatin1String("amp"), '&'},
    Entity{QLatin1String("lt"), '<'},        Entity{QLatin1String("gt"), '>'},
    Entity{QLatin1String("quot"), '"'},      Entity{QLatin1String("apos"), '\''},
    Entity{QLatin1String("zwnj"), ' '},      Entity{QLatin1String("zwj"), 0x200D},
    Entity{QLatin1String("shy"), 0xAD},      Entity{QLatin1String("ndash"), 0x2013},
    Entity{QLatin1String("mdash"), 0x2014},  Entity{QLatin1String("lsquo"), 0x2018},
    Entity{QLatin1String("rsquo"), 0x2019},  Entity{QLatin1String("ldquo"), 0x201C},
    Entity{QLatin1String("rdquo"), 0x201D},  Entity{QLatin1String("bdquo"), 0x201E},
    Entity{QLatin1String("hellip"), 0x2026}, Entity{QLatin1String("bull"), 0x2022},
    Entity{QLatin1String("middot"), 0xB7},   Entity{QLatin1String("copy"), 0xA9},
    Entity{QLatin1String("reg"), 0xAE},      Entity{QLatin1String("trade"), 0x2122},
    Entity{QLatin1String("euro"), 0x20AC},   Entity{QLatin1String("pound"), 0xA3},
    Entity{QLatin1String("laquo"), 0xAB},    Entity{QLatin1String("raquo"), 0xBB},
    Entity{QLatin1String("auml"), 0xE4},     Entity{QLatin1String("ouml"), 0xF6},
    Entity{QLatin1String("uuml"), 0xFC},     Entity{QLatin1String("Auml"), 0xC4},
    Entity{QLatin1String("Ouml"), 0xD6},     Entity{QLatin1String("Uuml"), 0xDC},
    Entity{QLatin1String("szlig"), 0xDF},    Entity{QLatin1String("agrave"), 0xE0},
    Entity{QLatin1String("aacute"), 0xE1},   Entity{QLatin1String("acirc"), 0xE2},
    Entity{QLatin1String("ccedil"), 0xE7},   Entity{QLatin1String("egrave"), 0xE8},
    Entity{QLatin1String("eacute"), 0xE9},   Entity{QLatin1String("ecirc"), 0xEA},
    Entity{QLatin1String("iacute"), 0xED},   Entity{QLatin1String("ntilde"), 0xF1},
    Entity{QLatin1String("oacute"), 0xF3},   Entity{QLatin1String("ocirc"), 0xF4},
    Entity{QLatin1String("oslash"), 0xF8},   Entity{QLatin1String("uacute"), 0xFA},
    Entity{QLatin1String("aring"), 0xE5},    Entity{QLatin1String("atilde"), 0xE3},
};

// Tags that do not part words.
constexpr std::array inlineTags{
    QLatin1String("a"),    QLatin1String("abbr"),  QLatin1String("b"),    QLatin1String("big"),
    QLatin1String("code"), QLatin1String("em"),    QLatin1String("font"), QLatin1String("i"),
    QLatin1String("s"),    QLatin1String("small"), QLatin1String("span"), QLatin1String("strong"),
    QLatin1String("sub"),  QLatin1String("sup"),   QLatin1String("tt"),   QLatin1String("u"),
    QLatin1String("wbr"),
};

// Elements whose content is not text that is shown.
constexpr std::array hiddenElements{QLatin1String("style"), QLatin1String("script"), QLatin1String("title"),
                                    QLatin1String("template"), QLatin1String("svg")};

bool isFiller(char16_t c)
{
    return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0xAD || c == 0x34F || (c >= 0x2000 && c <= 0x200C) ||
           c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202F) || (c >= 0x2060 && c <= 0x206F) ||
           c == 0x3000 || c == 0xFEFF;
}

bool isNameCharacter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
}

QStringView tagName(QStringView afterBracket)
{
    qsizetype end = 0;
    while (end < afterBracket.size() && isNameCharacter(afterBracket[end]))
        ++end;
    return afterBracket.first(end);
}

template <class Names> bool isOneOf(QStringView name, const Names &names)
{
    return std::any_of(names.begin(), names.end(),
                       [name](QLatin1String other) { return name.compare(other, Qt::CaseInsensitive) == 0; });
}

// Where the element `name`, which is open, is closed: behind "</name…>"; the size of `html` where it never
// is.
qsizetype endOfElement(QStringView html, QStringView name)
{
    for (qsizetype at = html.indexOf(u'<'); at >= 0; at = html.indexOf(u'<', at + 1)) {
        const auto rest = html.sliced(at + 1);
        if (rest.startsWith(u'/') && rest.sliced(1).startsWith(name, Qt::CaseInsensitive))
            return std::max(html.indexOf(u'>', at) + 1, at + 2 + name.size());
    }
    return html.size();
}

// A comment that is never closed would hide all that follows: then only what looks like a tag is passed over.
qsizetype endOfComment(QStringView html)
{
    const qsizetype end = html.indexOf(QStringView(u"-->"));
    if (end >= 0)
        return end + 3;
    const qsizetype bracket = html.indexOf(u'>');
    return bracket < 0 ? html.size() : bracket + 1;
}

} // namespace

void PreviewText::add(QChar c)
{
    if (isFiller(c.unicode())) {
        m_spacePending = m_spacePending || c.unicode() != 0xAD;
        return;
    }
    if (m_spacePending && !m_text.isEmpty())
        m_text += u' ';
    m_spacePending = false;
    m_text += c;
}

void PreviewText::addText(QStringView text)
{
    for (const QChar c : text) {
        if (isFull())
            return;
        add(c);
    }
    m_spacePending = true;
}

void PreviewText::addHtml(QStringView html)
{
    qsizetype at = 0;
    while (at < html.size() && !isFull()) {
        const QChar c = html[at];
        if (c == u'<') {
            at += skipTag(html.sliced(at));
        } else if (c == u'&') {
            at += addEntity(html.sliced(at));
        } else {
            add(c);
            ++at;
        }
    }
    m_spacePending = true;
}

// `html` starts with '&'. Returns how many characters were read.
qsizetype PreviewText::addEntity(QStringView html)
{
    constexpr qsizetype longest = 12;
    qsizetype end = 1;
    if (end < html.size() && html[end] == u'#')
        ++end;
    while (end < html.size() && end < longest && isNameCharacter(html[end]))
        ++end;
    auto name = html.sliced(1, end - 1);
    const qsizetype read = end < html.size() && html[end] == u';' ? end + 1 : end;
    if (name.startsWith(u'#')) {
        name = name.sliced(1);
        const bool isHex = name.startsWith(u'x', Qt::CaseInsensitive);
        bool isNumber = false;
        const uint code = (isHex ? name.sliced(1) : name).toUInt(&isNumber, isHex ? 16 : 10);
        if (isNumber && code > 0 && code <= QChar::LastValidCodePoint && !QChar::isSurrogate(code)) {
            for (const char16_t unit : QChar::fromUcs4(code))
                add(QChar(unit));
            return read;
        }
    }
    for (const Entity &entity : entities) {
        if (name == entity.name) {
            add(QChar(entity.character));
            return read;
        }
    }
    add(u'&');
    return 1;
}

// `html` starts with '<'. Returns how many characters the tag has, with all that it hides.
qsizetype PreviewText::skipTag(QStringView html)
{
    if (html.startsWith(QStringView(u"<!--")))
        return endOfComment(html);
    const bool closes = html.size() > 1 && html[1] == u'/';
    const auto name = tagName(html.sliced(closes ? 2 : 1));
    const bool isDeclaration = html.size() > 1 && (html[1] == u'!' || html[1] == u'?');
    if (name.isEmpty() && !isDeclaration && !closes) {
        add(u'<');
        return 1;
    }
    if (!isOneOf(name, inlineTags))
        m_spacePending = true;
    if (!closes && isOneOf(name, hiddenElements))
        return endOfElement(html, name);
    const qsizetype close = html.indexOf(u'>');
    return close < 0 ? html.size() : close + 1;
}

QString PreviewText::text() const
{
    QString result = m_text.first(std::min(m_text.size(), maxLength));
    if (!result.isEmpty() && result.back().isHighSurrogate())
        result.chop(1);
    return result;
}
