// SPDX-License-Identifier: GPL-3.0-or-later
#include "HtmlWords.h"

#include "HtmlEntities.h"
#include "SafeHtml.h"
#include "TagPolicy.h"

#include <optional>

namespace
{
bool isTagNameCharacter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
}

class WordScan
{
public:
    explicit WordScan(QStringView html) : m_html(html) { m_words.reserve(html.size() / 4); }

    std::optional<QString> run();

private:
    void add(QStringView text);
    void addCharacter(QChar c);
    // Each stands at its first character, goes to behind its last one, and says false for what is odd.
    bool takeReference();
    bool takeMarkup();
    bool takeTag();
    bool takeAttributes(bool isPicture);
    bool skipBehind(QStringView end);
    bool skipElement(const QByteArray &name);
    QStringView takeValue(bool &isClosed);

    const QStringView m_html;
    qsizetype m_at = 0;
    QString m_words;
    QChar m_gap; // before the next word: none, a space, a line feed
};

std::optional<QString> WordScan::run()
{
    while (m_at < m_html.size()) {
        const qsizetype begin = m_at;
        while (m_at < m_html.size() && m_html[m_at] != u'<' && m_html[m_at] != u'&')
            ++m_at;
        add(m_html.sliced(begin, m_at - begin));
        if (m_at < m_html.size() && !(m_html[m_at] == u'<' ? takeMarkup() : takeReference()))
            return std::nullopt;
    }
    return std::move(m_words);
}

void WordScan::add(QStringView text)
{
    for (const QChar c : text)
        addCharacter(c);
}

void WordScan::addCharacter(QChar c)
{
    const bool isSpace = c <= u' ' || c == QChar::Nbsp;
    if (isSpace || c == QChar(0x200B)) {
        if (isSpace && m_gap.isNull())
            m_gap = u' ';
        return;
    }
    if (!m_gap.isNull() && !m_words.isEmpty())
        m_words += m_gap;
    m_gap = QChar();
    m_words += c;
}

bool WordScan::takeReference()
{
    constexpr qsizetype longest = 32;
    qsizetype end = m_at + 1;
    if (end < m_html.size() && m_html[end] == u'#')
        ++end;
    while (end < m_html.size() && end - m_at < longest && isTagNameCharacter(m_html[end]))
        ++end;
    const QStringView name = m_html.sliced(m_at + 1, end - m_at - 1);
    const bool isClosed = end < m_html.size() && m_html[end] == u';';
    const auto character = htmlEntity(name);
    if (!character && isClosed && !name.isEmpty())
        return false;
    if (!character) { // an ampersand, but "&copyright" may begin with an entity
        if (name.startsWith(u'#'))
            return false;
        addCharacter(u'&');
        ++m_at;
        return true;
    }
    for (const char16_t unit : QChar::fromUcs4(*character))
        addCharacter(QChar(unit));
    m_at = isClosed ? end + 1 : end;
    return true;
}

bool WordScan::takeMarkup()
{
    const QChar next = m_at + 1 < m_html.size() ? m_html[m_at + 1] : QChar();
    if (m_html.sliced(m_at).startsWith(u"<!--"))
        return skipBehind(u"-->");
    if (next == u'!' || next == u'?')
        return skipBehind(u">");
    const QChar first = next == u'/' && m_at + 2 < m_html.size() ? m_html[m_at + 2] : next;
    if ((first >= u'a' && first <= u'z') || (first >= u'A' && first <= u'Z'))
        return takeTag();
    if (next == u'/')
        return skipBehind(u">");
    addCharacter(u'<');
    ++m_at;
    return true;
}

bool WordScan::takeTag()
{
    const bool closes = m_html[m_at + 1] == u'/';
    m_at += closes ? 2 : 1;
    const qsizetype begin = m_at;
    while (m_at < m_html.size() && !m_html[m_at].isSpace() && m_html[m_at] != u'>' && m_html[m_at] != u'/')
        ++m_at;
    const QByteArray name = m_html.sliced(begin, m_at - begin).toLatin1().toLower();
    if (name == "plaintext" || !takeAttributes(name == "img"))
        return false;
    if (isBlockTag(name) || name == "br")
        m_gap = u'\n';
    return closes || !isOpaque(name) || skipElement(name);
}

// To behind the bracket that ends the tag; one within quotes does not.
bool WordScan::takeAttributes(bool isPicture)
{
    while (m_at < m_html.size()) {
        const QChar c = m_html[m_at];
        if (c == u'>') {
            ++m_at;
            return true;
        }
        if (c.isSpace() || c == u'/' || c == u'"' || c == u'\'' || c == u'=') {
            ++m_at;
            continue;
        }
        const qsizetype begin = m_at;
        while (m_at < m_html.size() && !m_html[m_at].isSpace() && m_html[m_at] != u'>' &&
               m_html[m_at] != u'/' && m_html[m_at] != u'=')
            ++m_at;
        const QStringView name = m_html.sliced(begin, m_at - begin);
        while (m_at < m_html.size() && m_html[m_at].isSpace())
            ++m_at;
        if (m_at >= m_html.size() || m_html[m_at] != u'=')
            continue;
        ++m_at;
        bool isClosed = true;
        const QStringView value = takeValue(isClosed);
        if (!isClosed)
            return false;
        if (!isPicture || name.compare(u"alt", Qt::CaseInsensitive) != 0 || value.isEmpty())
            continue;
        if (value.contains(u'&') || value.contains(u'<'))
            return false;
        // The reader shows it in brackets, where the picture is missing.
        addCharacter(u'[');
        add(value);
        m_gap = QChar();
        addCharacter(u']');
    }
    return false;
}

QStringView WordScan::takeValue(bool &isClosed)
{
    while (m_at < m_html.size() && m_html[m_at].isSpace())
        ++m_at;
    if (m_at >= m_html.size())
        return {};
    const QChar quote = m_html[m_at];
    if (quote == u'"' || quote == u'\'') {
        const qsizetype begin = m_at + 1;
        const qsizetype end = m_html.indexOf(quote, begin);
        isClosed = end >= 0;
        m_at = isClosed ? end + 1 : m_html.size();
        return isClosed ? m_html.sliced(begin, end - begin) : QStringView();
    }
    const qsizetype begin = m_at;
    while (m_at < m_html.size() && !m_html[m_at].isSpace() && m_html[m_at] != u'>')
        ++m_at;
    return m_html.sliced(begin, m_at - begin);
}

bool WordScan::skipBehind(QStringView end)
{
    const qsizetype found = m_html.indexOf(end, m_at + 1);
    m_at = found < 0 ? m_html.size() : found + end.size();
    return found >= 0;
}

// The element is open; to its end tag, which is read next.
bool WordScan::skipElement(const QByteArray &name)
{
    const QString tag = QStringLiteral("</") + QLatin1String(name);
    const qsizetype found = m_html.indexOf(tag, m_at, Qt::CaseInsensitive);
    m_at = found < 0 ? m_html.size() : found;
    return found >= 0;
}
} // namespace

QString htmlWords(const QString &html)
{
    if (auto words = WordScan(html).run())
        return std::move(*words);
    constexpr qsizetype piece = 256 * 1024;
    QString words;
    for (qsizetype begin = 0; begin < html.size();) {
        qsizetype end = html.size();
        if (end - begin > piece) {
            const qsizetype tag = html.lastIndexOf(u'<', begin + piece);
            end = tag > begin ? tag : begin + piece;
        }
        if (!words.isEmpty())
            words += u'\n';
        words += htmlToText(begin == 0 && end == html.size() ? html : html.mid(begin, end - begin),
                            LinkTargets::LeftOut);
        begin = end;
    }
    return words;
}
