// SPDX-License-Identifier: GPL-3.0-or-later
#include "PreviewText.h"

#include "HtmlEntities.h"

#include <algorithm>
#include <array>

namespace
{

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
    const auto name = html.sliced(1, end - 1);
    const qsizetype read = end < html.size() && html[end] == u';' ? end + 1 : end;
    if (const auto character = htmlEntity(name)) {
        for (const char16_t unit : QChar::fromUcs4(*character))
            add(QChar(unit));
        return read;
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
