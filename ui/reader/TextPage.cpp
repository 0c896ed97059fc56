// SPDX-License-Identifier: GPL-3.0-or-later
#include "TextPage.h"

#include "Theme.h"

#include <QColor>
#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace
{
constexpr int longestWord = 300; // QTextDocument takes for ever over words without an end
constexpr int colouredLevels = 3;
constexpr qsizetype longestTextPage = 500'000; // letters; QTextDocument needs a second for a million

QString escaped(QStringView text)
{
    QString out;
    int word = 0;
    for (const QChar c : text) {
        word = c.isSpace() ? 0 : word + 1;
        if (word > longestWord && !c.isLowSurrogate()) {
            out += QChar(0x200B);
            word = 1;
        }
        // U+FDD0, U+FDD1 and U+2029 are QTextDocument's own marks.
        const bool mark = c.unicode() == 0xFDD0 || c.unicode() == 0xFDD1 || c.unicode() == 0x2029 ||
                          (c.unicode() < 0x20 && c != u'\t');
        if (c == u'<')
            out += u"&lt;";
        else if (c == u'>')
            out += u"&gt;";
        else if (c == u'&')
            out += u"&amp;";
        else if (c == u'"')
            out += u"&quot;";
        else
            out += mark ? QChar(u' ') : c;
    }
    return out;
}

// Without what usually ends a sentence, and without a bracket that was opened before the address.
qsizetype addressLength(QStringView address)
{
    qsizetype length = address.size();
    while (length > 0) {
        const QStringView rest = address.left(length);
        const QChar last = rest.back();
        const bool closing = last == u')' && rest.count(u'(') < rest.count(u')');
        if (!closing && !QStringView(u".,;:!?'\"*").contains(last))
            break;
        --length;
    }
    return length;
}

QString withLinks(QStringView line)
{
    static const QRegularExpression address(
        QStringLiteral(
            "\\b(?:https?://|mailto:|www\\.)[^\\s<>\"\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]{2,2000}|"
            "\\b[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,8}"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    QString out;
    qsizetype at = 0;
    const bool mayHoldOne = line.contains(u'@') || line.contains(u':') || line.contains(u"www.");
    auto found = mayHoldOne ? address.globalMatch(line.toString()) : QRegularExpressionMatchIterator();
    while (mayHoldOne && found.hasNext()) {
        const QRegularExpressionMatch match = found.next();
        const qsizetype start = match.capturedStart();
        const qsizetype length = addressLength(match.capturedView());
        const QString text = match.captured().left(length);
        QString target = text;
        if (text.startsWith(u"www.", Qt::CaseInsensitive))
            target.prepend(u"http://");
        else if (!text.contains(u':'))
            target.prepend(u"mailto:");
        out += escaped(line.mid(at, start - at));
        out += QStringLiteral("<a href=\"") + escaped(target).remove(QChar(0x200B)) + QStringLiteral("\">") +
               escaped(text) + QStringLiteral("</a>");
        at = start + length;
    }
    return out + escaped(line.mid(at));
}

int quoteLevel(QStringView line)
{
    int level = 0;
    for (const QChar c : line) {
        if (c == u'>')
            ++level;
        else if (c != u' ')
            break;
    }
    return level;
}

// To the end of a line, if there is one.
QString beginningOf(const QString &text)
{
    if (text.size() <= longestTextPage)
        return text;
    const qsizetype feed = text.lastIndexOf(u'\n', longestTextPage - 1);
    return text.left(feed > 0 ? feed + 1 : longestTextPage);
}

QString withPlainLineEnds(QString text)
{
    return text.replace(QStringLiteral("\r\n"), QStringLiteral("\n")).replace(u'\r', u'\n');
}

// The line after the quotation that begins here.
qsizetype endOfQuote(const QList<QStringView> &lines, qsizetype first)
{
    qsizetype end = first;
    while (end < lines.size() && quoteLevel(lines[end]) > 0)
        ++end;
    return end;
}

QColor mixed(const QColor &a, const QColor &b, qreal share)
{
    const auto part = [share](int x, int y) { return int(x * (1 - share) + y * share); };
    return QColor(part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue()));
}

class TextPageWriter
{
public:
    TextPageWriter(const QPalette &palette, const FoldedQuotes &folded) : m_folded(folded)
    {
        const QColor ink = palette.color(QPalette::Text);
        const QColor hues[colouredLevels] = {palette.color(QPalette::Link), Theme::green(palette),
                                             Theme::amber(palette)};
        for (int i = 0; i < colouredLevels; ++i)
            m_levels[i] = mixed(hues[i], ink, 0.35).name();
        m_muted = palette.color(QPalette::PlaceholderText).name();
    }

    QString write(const QString &text)
    {
        const QString normal = withPlainLineEnds(beginningOf(text));
        const QList<QStringView> lines = QStringView(normal).split(u'\n');
        m_html = QStringLiteral("<html><body>");
        bool inSignature = false;
        for (qsizetype i = 0; i < lines.size();) {
            if (const int level = quoteLevel(lines[i]); level > 0) {
                inSignature = false;
                i = writeQuote(lines, i);
                continue;
            }
            inSignature |= lines[i] == u"-- ";
            writeLine(lines[i++], inSignature ? m_muted : QString());
        }
        if (const qsizetype rest = text.size() - beginningOf(text).size(); rest > 0)
            writeLine(
                QCoreApplication::translate("TextPage",
                                            "[The text goes on for %n more letter(s). Choose “Open in the "
                                            "browser” to see all of it.]",
                                            nullptr, int(rest)),
                m_muted);
        return m_html + QStringLiteral("</body></html>");
    }

private:
    // Returns the line after it.
    qsizetype writeQuote(const QList<QStringView> &lines, qsizetype first)
    {
        const qsizetype end = endOfQuote(lines, first);
        if (m_folded.isOffered && QuoteFolding::isWorthIt(end - first)) {
            const int quote = m_quotes++;
            const bool isFolded = m_folded.has(quote);
            m_html +=
                QuoteFolding::line(quote, isFolded, end - first, QStringLiteral("color:") + m_muted + u';');
            if (isFolded)
                return end;
        }
        for (qsizetype i = first; i < end; ++i)
            writeLine(lines[i], m_levels[(quoteLevel(lines[i]) - 1) % colouredLevels]);
        return end;
    }

    void writeLine(QStringView line, const QString &colour)
    {
        if (line.isEmpty()) {
            // QTextDocument's own way to write an empty line; a <br> in a <div> would be two.
            m_html += QStringLiteral("<p style=\"-qt-paragraph-type:empty;margin:0\"><br /></p>");
            return;
        }
        // QTextDocument takes HTML without a direction for left to right.
        m_html += line.isRightToLeft() ? QStringLiteral("<div dir=\"rtl\" style=\"white-space:pre-wrap;")
                                       : QStringLiteral("<div style=\"white-space:pre-wrap;");
        if (!colour.isEmpty())
            m_html += QStringLiteral("color:") + colour;
        m_html += QStringLiteral("\">") + withLinks(line) + QStringLiteral("</div>");
    }

    const FoldedQuotes &m_folded;
    QString m_levels[colouredLevels];
    QString m_muted;
    QString m_html;
    int m_quotes = 0;
};
} // namespace

QString textPage(const QString &text, const QPalette &palette, const FoldedQuotes &folded)
{
    return TextPageWriter(palette, folded).write(text);
}

QStringList quotationsOfText(const QString &text)
{
    const QString normal = withPlainLineEnds(beginningOf(text));
    const QList<QStringView> lines = QStringView(normal).split(u'\n');
    QStringList quotations;
    for (qsizetype i = 0; i < lines.size();) {
        const qsizetype end = endOfQuote(lines, i);
        if (QuoteFolding::isWorthIt(end - i)) {
            const QStringView last = lines[end - 1];
            quotations += QuoteFolding::asRead(QStringView(lines[i].begin(), last.end()).toString());
        }
        i = std::max(end, i + 1);
    }
    return quotations;
}
