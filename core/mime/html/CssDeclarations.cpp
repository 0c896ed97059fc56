// SPDX-License-Identifier: GPL-3.0-or-later
#include "CssDeclarations.h"

#include "CssColour.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <string_view>

namespace
{
constexpr std::size_t mostDeclarations = 200;
constexpr qsizetype longestValue = 400;
constexpr const char *sides[] = {"top", "right", "bottom", "left"};

constexpr auto longhands = std::to_array<std::string_view>({"background-color",
                                                            "border-bottom-color",
                                                            "border-bottom-style",
                                                            "border-bottom-width",
                                                            "border-left-color",
                                                            "border-left-style",
                                                            "border-left-width",
                                                            "border-right-color",
                                                            "border-right-style",
                                                            "border-right-width",
                                                            "border-spacing",
                                                            "border-top-color",
                                                            "border-top-style",
                                                            "border-top-width",
                                                            "clear",
                                                            "color",
                                                            "direction",
                                                            "display",
                                                            "float",
                                                            "font-family",
                                                            "font-size",
                                                            "font-style",
                                                            "font-variant",
                                                            "font-weight",
                                                            "height",
                                                            "letter-spacing",
                                                            "line-height",
                                                            "list-style-type",
                                                            "margin-bottom",
                                                            "margin-left",
                                                            "margin-right",
                                                            "margin-top",
                                                            "max-height",
                                                            "max-width",
                                                            "min-height",
                                                            "min-width",
                                                            "mso-hide",
                                                            "opacity",
                                                            "overflow",
                                                            "padding-bottom",
                                                            "padding-left",
                                                            "padding-right",
                                                            "padding-top",
                                                            "text-align",
                                                            "text-decoration",
                                                            "text-indent",
                                                            "text-transform",
                                                            "vertical-align",
                                                            "visibility",
                                                            "white-space",
                                                            "width",
                                                            "x-background-image"});

bool isLonghand(const QByteArray &property)
{
    return std::binary_search(longhands.begin(), longhands.end(),
                              std::string_view(property.constData(), std::size_t(property.size())));
}

bool isHarmless(const QString &value)
{
    if (value.size() > longestValue)
        return false;
    for (const QChar c : value) {
        if (c == u'\\' || c == u'<' || c == u'>' || c == u'@' || c == u'{' || c == u'}' || c == u';' ||
            c.unicode() < 0x20)
            return false;
    }
    // The only functions that mean anything here are colours.
    for (qsizetype at = 0; (at = value.indexOf(u'(', at)) >= 0; ++at) {
        const QStringView before = QStringView(value).left(at);
        if (!before.endsWith(u"rgb") && !before.endsWith(u"rgba") && !before.endsWith(u"hsl") &&
            !before.endsWith(u"hsla"))
            return false;
    }
    return !value.contains(u"expression") && !value.contains(u"javascript:");
}

class Reader
{
public:
    void take(QStringView text)
    {
        const qsizetype colon = text.indexOf(u':');
        if (colon < 1)
            return;
        const QByteArray property = text.left(colon).trimmed().toUtf8().toLower();
        QString value = text.mid(colon + 1).trimmed().toString();
        const qsizetype mark = value.lastIndexOf(u'!');
        m_important = mark >= 0 && QStringView(value).mid(mark + 1).trimmed().compare(
                                       u"important", Qt::CaseInsensitive) == 0;
        if (mark >= 0)
            value = value.left(mark).trimmed();
        if (property != "font" && property != "font-family")
            value = value.toLower();
        if (!value.isEmpty())
            expand(property, value);
    }
    CssDeclarations result;

private:
    void put(const QByteArray &property, const QString &value)
    {
        if (result.size() < mostDeclarations && isLonghand(property) && isHarmless(value))
            result.push_back({property, value, m_important});
    }
    void expand(const QByteArray &property, const QString &value)
    {
        if (property == "background" || property == "background-image")
            expandBackground(property, value);
        else if (property == "font")
            expandFont(value);
        else if (property == "margin" || property == "padding")
            expandSides(property, {}, value);
        else if (property == "border-width" || property == "border-style" || property == "border-color")
            expandSides("border", property.mid(6), value);
        else if (property == "border")
            for (const char *side : sides)
                expandBorder(QByteArray("border-") + side, value);
        else if (property == "border-top" || property == "border-right" || property == "border-bottom" ||
                 property == "border-left")
            expandBorder(property, value);
        else if (property == "list-style")
            put("list-style-type", value.section(u' ', 0, 0));
        else if (property == "text-decoration-line")
            put("text-decoration", value);
        else
            put(property, value);
    }
    // The picture itself never gets through; that there was one matters for the colour of the text on it.
    void expandBackground(const QByteArray &property, const QString &value)
    {
        const bool picture = value.contains(u"url(") || value.contains(u"gradient(");
        put("x-background-image", picture ? QStringLiteral("lost") : QStringLiteral("none"));
        if (property == "background-image")
            return;
        for (const QString &word : cssWords(value)) {
            if (word == u"transparent" || word == u"none" || parseColour(word)) {
                put("background-color", word);
                return;
            }
        }
    }
    void expandFont(const QString &value)
    {
        const QStringList words = cssWords(value);
        for (qsizetype i = 0; i < words.size(); ++i) {
            const QString word = words[i].toLower();
            if (word == u"italic" || word == u"oblique") {
                put("font-style", word);
            } else if (word == u"bold" || word == u"bolder" || word == u"600" || word == u"700" ||
                       word == u"800" || word == u"900") {
                put("font-weight", word);
            } else if (word.at(0).isDigit() || word.at(0) == u'.' || word.contains(u"large") ||
                       word.contains(u"small") || word == u"medium") {
                if (word == u"small-caps" || (word.size() == 3 && word.endsWith(u"00")))
                    continue;
                put("font-size", word.section(u'/', 0, 0));
                if (word.contains(u'/'))
                    put("line-height", word.section(u'/', 1, 1));
                put("font-family", words.mid(i + 1).join(u' '));
                return;
            }
        }
    }
    void expandSides(const QByteArray &prefix, const QByteArray &suffix, const QString &value)
    {
        const QStringList words = cssWords(value);
        if (words.isEmpty() || words.size() > 4)
            return;
        const qsizetype from[4] = {0, words.size() > 1 ? 1 : 0, words.size() > 2 ? 2 : 0,
                                   words.size() > 3 ? 3 : (words.size() > 1 ? 1 : 0)};
        for (std::size_t i = 0; i < 4; ++i)
            put(prefix + '-' + sides[i] + suffix, words[from[i]]);
    }
    void expandBorder(const QByteArray &property, const QString &value)
    {
        QString width = QStringLiteral("medium"), style = QStringLiteral("none"), colour;
        for (const QString &word : cssWords(value)) {
            if (word.at(0).isDigit() || word.at(0) == u'.' || word == u"thin" || word == u"medium" ||
                word == u"thick")
                width = word;
            else if (parseColour(word) || word == u"transparent")
                colour = word;
            else
                style = word;
        }
        put(property + "-width", width);
        put(property + "-style", style);
        put(property + "-color", colour.isEmpty() ? QStringLiteral("currentcolor") : colour);
    }

    bool m_important = false;
};

QString withoutComments(QStringView css)
{
    QString clean;
    qsizetype at = 0;
    for (;;) {
        const qsizetype start = css.indexOf(u"/*", at);
        clean += css.mid(at, (start < 0 ? css.size() : start) - at);
        if (start < 0)
            return clean;
        const qsizetype end = css.indexOf(u"*/", start + 2);
        if (end < 0)
            return clean;
        clean += u' ';
        at = end + 2;
    }
}
} // namespace

CssDeclarations parseDeclarations(QStringView css)
{
    const QString text = withoutComments(css);
    Reader reader;
    qsizetype start = 0;
    int brackets = 0;
    QChar quote;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        const QChar c = i < text.size() ? text[i] : QChar(u';');
        const bool atEnd = i == text.size();
        if (!atEnd && !quote.isNull()) {
            if (c == quote)
                quote = QChar();
        } else if (!atEnd && (c == u'"' || c == u'\'')) {
            quote = c;
        } else if (c == u'(') {
            ++brackets;
        } else if (c == u')') {
            brackets = std::max(0, brackets - 1);
        } else if (atEnd || (c == u';' && brackets == 0)) {
            reader.take(QStringView(text).mid(start, i - start));
            start = i + 1;
        }
    }
    return std::move(reader.result);
}

QStringList cssWords(const QString &value)
{
    QStringList words;
    QString word;
    int brackets = 0;
    QChar quote;
    for (const QChar c : value) {
        if (!quote.isNull())
            quote = c == quote ? QChar() : quote;
        else if (c == u'"' || c == u'\'')
            quote = c;
        else if (c == u'(')
            ++brackets;
        else if (c == u')')
            --brackets;
        if (c.isSpace() && brackets <= 0 && quote.isNull()) {
            if (!word.isEmpty())
                words.append(word);
            word.clear();
        } else {
            word += c;
        }
    }
    if (!word.isEmpty())
        words.append(word);
    return words;
}
