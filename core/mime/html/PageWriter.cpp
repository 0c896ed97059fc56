// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageWriter.h"

#include "QuotationMarks.h"

#include <algorithm>
#include <cmath>

namespace
{
constexpr int longestWord = 300;
constexpr int mostEmptyLines = 20;
constexpr int shortestBreak = 24;
constexpr int lettersOfLine = 78;                 // of plain text
constexpr qsizetype longestParagraph = 32 * 1024; // QTextDocument lays out all of one before it shows any

bool isCollapsible(QChar c)
{
    return c == u' ' || c == u'\n' || c == u'\t' || c == u'\r' || c == u'\f';
}

bool isBidiControl(QChar c)
{
    return (c.unicode() >= 0x202A && c.unicode() <= 0x202E) ||
           (c.unicode() >= 0x2066 && c.unicode() <= 0x2069);
}

void appendEscaped(QString *out, QChar c)
{
    switch (c.unicode()) {
    case u'&':
        *out += u"&amp;";
        break;
    case u'<':
        *out += u"&lt;";
        break;
    case u'>':
        *out += u"&gt;";
        break;
    case u'"':
        *out += u"&quot;";
        break;
    case 0x00A0:
        *out += u"&nbsp;";
        break;
    default:
        // QTextDocument uses U+FDD0 and U+FDD1 for its frames, and U+2028 for line breaks.
        if (c.unicode() >= 0x20 || c == u'\t')
            *out += c.unicode() == 0xFDD0 || c.unicode() == 0xFDD1 || c.unicode() == 0x2029 ? QChar(u' ') : c;
    }
}
} // namespace

QString PageWriter::escaped(QStringView text)
{
    QString out;
    for (const QChar c : text)
        appendEscaped(&out, c);
    return out;
}

int PageWriter::scaled(double px) const
{
    return int(std::lround(px * m_zoom));
}

void PageWriter::addText(QStringView text, const TextRun &run, const ParagraphStyle &paragraph)
{
    if (paragraph.preformatted) {
        const QList<QStringView> lines = text.split(u'\n');
        for (qsizetype i = 0; i < lines.size(); ++i) {
            if (i > 0)
                addBreak(paragraph);
            if (lines[i].isEmpty())
                continue;
            beginContent(paragraph);
            addCharacters(lines[i], run);
        }
        return;
    }
    qsizetype at = 0;
    while (at < text.size()) {
        qsizetype end = at;
        while (end < text.size() && isCollapsible(text[end]))
            ++end;
        m_space = m_space || end > at;
        at = end;
        while (end < text.size() && !isCollapsible(text[end]))
            ++end;
        if (end == at)
            continue;
        if (m_content.size() > longestParagraph)
            endParagraph();
        const bool first = !m_open || m_content.isEmpty() || m_breaks > 0;
        const bool space = m_space && !first;
        beginContent(paragraph);
        if (space)
            addCharacters(u" ", m_runOpen && m_run.link.isEmpty() ? m_run : run); // links begin at a letter
        addCharacters(text.mid(at, end - at), run);
        at = end;
    }
}

void PageWriter::beginContent(const ParagraphStyle &paragraph)
{
    if (!m_open) {
        flush(0);
        m_open = true;
        m_paragraph = paragraph;
        m_top = takeMargin();
        m_wordLength = 0;
    }
    for (; m_breaks > 0; --m_breaks) {
        closeRun();
        endLine();
        m_content += u"<br>";
        m_wordLength = 0;
    }
    m_space = false;
}

void PageWriter::addCharacters(QStringView text, const TextRun &run)
{
    openRun(run);
    m_emptyLines = 0;
    const int limit =
        std::clamp(int(m_paragraph.wordWidth / (run.fontSize * 0.6)), shortestBreak, longestWord);
    for (const QChar c : text) {
        if (!run.link.isEmpty() && isBidiControl(c))
            continue;
        ++m_lineLetters;
        m_wordLength = c.isSpace() || c.unicode() == 0x200B ? 0 : m_wordLength + 1;
        if (m_wordLength > limit && !c.isLowSurrogate() && !c.isMark()) {
            if (m_content.size() > longestParagraph) {
                const ParagraphStyle same = m_paragraph;
                endParagraph();
                beginContent(same);
                openRun(run);
            } else {
                m_content += QChar(0x200B);
            }
            m_wordLength = 1;
        } else if (m_wordLength > longestWord && !c.isLowSurrogate()) {
            m_content += QChar(0x200B); // a mark that never ends
            m_wordLength = 1;
        }
        appendEscaped(&m_content, c);
    }
}

void PageWriter::openRun(const TextRun &run)
{
    if (m_runOpen && m_run == run)
        return;
    closeRun();
    m_run = run;
    m_runOpen = true;
    const QString style = runStyle(run);
    m_content += run.link.isEmpty() ? QStringLiteral("<span")
                                    : QStringLiteral("<a href=\"") + escaped(run.link) + u'"';
    if (!style.isEmpty())
        m_content += QStringLiteral(" style=\"") + style + u'"';
    m_content += u'>';
}

void PageWriter::closeRun()
{
    if (m_runOpen)
        m_content += m_run.link.isEmpty() ? QStringLiteral("</span>") : QStringLiteral("</a>");
    m_runOpen = false;
}

QString PageWriter::runStyle(const TextRun &run) const
{
    QString style;
    const TextRun plain;
    if (run.fontSize != plain.fontSize)
        style += QStringLiteral("font-size:%1px;").arg(std::max(1, scaled(run.fontSize)));
    if (scaled(run.letterSpacing) > 0)
        style += QStringLiteral("letter-spacing:%1px;").arg(scaled(run.letterSpacing));
    if (run.bold)
        style += u"font-weight:bold;";
    if (run.italic)
        style += u"font-style:italic;";
    if (!run.family.isEmpty())
        style += QStringLiteral("font-family:'%1';").arg(run.family);
    if (run.strike)
        style +=
            run.underline ? u"text-decoration:underline line-through;" : u"text-decoration:line-through;";
    else if (run.underline && run.link.isEmpty())
        style += u"text-decoration:underline;";
    else if (!run.underline && !run.link.isEmpty())
        style += u"text-decoration:none;";
    if (run.script != 0)
        style += run.script > 0 ? u"vertical-align:super;" : u"vertical-align:sub;";
    if (run.noWrap)
        style += u"white-space:nowrap;";
    if (run.colour)
        style += QStringLiteral("color:%1;").arg(run.colour->toString());
    if (run.background)
        style += QStringLiteral("background-color:%1;").arg(run.background->toString());
    return style;
}

void PageWriter::endLine()
{
    m_lines += 1 + m_lineLetters / lettersOfLine;
    m_lineLetters = 0;
}

void PageWriter::addBreak(const ParagraphStyle &paragraph)
{
    if (!m_open) {
        // Without text before it a break is a line of its own.
        if (++m_emptyLines > mostEmptyLines)
            return;
        beginContent(paragraph);
        m_content += u"&nbsp;";
        endParagraph();
        return;
    }
    m_breaks = std::min(m_breaks + 1, mostEmptyLines);
    m_emptyLines = 0;
    m_space = false;
}

void PageWriter::addInline(const QString &markup, const ParagraphStyle &paragraph)
{
    const bool space = m_space && m_open && !m_content.isEmpty() && m_breaks == 0;
    beginContent(paragraph);
    closeRun();
    if (space)
        m_content += u' ';
    m_content += markup;
    m_wordLength = 0;
    // QTextDocument would take the percentage of the picture's height too, and leave a gap below it.
    m_paragraph.lineHeight = 0;
}

void PageWriter::endParagraph()
{
    m_space = false;
    if (!m_open)
        return;
    closeRun();
    endLine();
    if (m_paragraph.lineHeight > tallLine) {
        // A line as tall as that is a way to centre a word in a button.
        const double around = (m_paragraph.lineHeight - fontHeight) / 2 * m_run.fontSize;
        m_top = std::max(m_top, around);
        m_margin = std::max(m_margin, around);
        m_paragraph.lineHeight = 0;
    }
    for (; m_breaks > 1; --m_breaks) // the last one ends the line that is there
        m_content += u"<br>&nbsp;";
    m_breaks = 0;
    QString start = QStringLiteral("<div");
    switch (m_paragraph.align) {
    case Align::Centre:
        start += u" align=\"center\"";
        break;
    case Align::Right:
        start += u" align=\"right\"";
        break;
    case Align::Justify:
        start += u" align=\"justify\"";
        break;
    case Align::Left:
    case Align::None:
        break;
    }
    QString style;
    const int left = scaled(m_paragraph.left), right = scaled(m_paragraph.right);
    if (left > 0)
        style += QStringLiteral("margin-left:%1px;").arg(left);
    if (right > 0)
        style += QStringLiteral("margin-right:%1px;").arg(right);
    const int percent = int(std::lround(m_paragraph.lineHeight / fontHeight * 100));
    if (percent > 105)
        style += QStringLiteral("line-height:%1%;").arg(std::min(percent, 200));
    if (m_paragraph.preformatted)
        style += u"white-space:pre-wrap;";
    m_heldStart = start;
    m_heldStyle = style;
    m_held = std::move(m_content);
    m_heldTop = m_top;
    m_hasHeld = true;
    m_content.clear();
    m_open = false;
}

void PageWriter::flush(double bottomMargin)
{
    if (!m_hasHeld)
        return;
    m_hasHeld = false;
    QString style = m_heldStyle;
    if (scaled(m_heldTop) > 0)
        style += QStringLiteral("margin-top:%1px;").arg(scaled(m_heldTop));
    if (scaled(bottomMargin) > 0)
        style += QStringLiteral("margin-bottom:%1px;").arg(scaled(bottomMargin));
    m_out += m_heldStart;
    if (!style.isEmpty())
        m_out += QStringLiteral(" style=\"") + style + u'"';
    m_out += u'>';
    m_out += m_held;
    m_out += u"</div>\n";
    m_held.clear();
}

void PageWriter::addMargin(double px)
{
    endParagraph();
    m_margin = std::max(m_margin, std::min(px, 200.0));
}

double PageWriter::takeMargin()
{
    const double margin = m_margin;
    m_margin = 0;
    return margin;
}

void PageWriter::addMarkup(QStringView markup)
{
    endParagraph();
    flush(0);
    const QStringView table = u"<table style=\"";
    if (markup.startsWith(table)) {
        m_out += table;
        m_out += QStringLiteral("margin-top:%1px;").arg(scaled(takeMargin()));
        markup = markup.mid(table.size());
    }
    m_out += markup;
}

void PageWriter::endCell(QStringView markup)
{
    endParagraph();
    flush(takeMargin());
    m_out += markup;
}

void PageWriter::beginQuotation(CssColour note, double left)
{
    endParagraph();
    QString style = QStringLiteral("color:%1;").arg(note.toString());
    if (scaled(m_margin) > 0)
        style += QStringLiteral("margin-top:%1px;").arg(scaled(m_margin));
    if (scaled(left) > 0)
        style += QStringLiteral("margin-left:%1px;").arg(scaled(left));
    addMarkup(QStringLiteral("%1%2%3").arg(quotationStart, style, quotationMarkEnd));
    m_lines = m_lineLetters = 0;
}

void PageWriter::endQuotation()
{
    endParagraph();
    addMarkup(QStringLiteral("%1%2%3").arg(quotationEnd, QString::number(m_lines), quotationMarkEnd));
}

QString PageWriter::take()
{
    endParagraph();
    flush(0);
    return std::move(m_out);
}
