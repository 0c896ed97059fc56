// SPDX-License-Identifier: GPL-3.0-or-later
#include "QuoteFolding.h"

#include "QuotationMarks.h"

#include <QCoreApplication>

#include <vector>

namespace
{
constexpr qsizetype fewestFoldedLines = 5;

struct Quotation {
    qsizetype start = 0, end = 0; // in the safe HTML, with the marks
    QStringView style, content;
    int lines = 0;
};

// Those that fold.
std::vector<Quotation> quotationsIn(const QString &safeHtml)
{
    const QStringView all(safeHtml);
    const QStringView start(quotationStart), end(quotationEnd), markEnd(quotationMarkEnd);
    std::vector<Quotation> found;
    for (qsizetype at = all.indexOf(start); at >= 0; at = all.indexOf(start, at)) {
        Quotation one;
        one.start = at;
        const qsizetype style = at + start.size(), styleEnd = all.indexOf(markEnd, style);
        const qsizetype last = styleEnd < 0 ? -1 : all.indexOf(end, styleEnd);
        const qsizetype count = last + end.size(), countEnd = last < 0 ? -1 : all.indexOf(markEnd, count);
        if (countEnd < 0)
            break;
        one.end = at = countEnd + markEnd.size();
        one.style = all.sliced(style, styleEnd - style);
        one.content = all.sliced(styleEnd + markEnd.size(), last - styleEnd - markEnd.size());
        one.lines = all.sliced(count, countEnd - count).toInt();
        if (QuoteFolding::isWorthIt(one.lines))
            found.push_back(one);
    }
    return found;
}

// Of markup that PageWriter wrote: every tag ends at the first ">", and there are five entities.
QString textOf(QStringView markup)
{
    QString text;
    for (qsizetype at = 0; at < markup.size();) {
        const qsizetype tag = markup.indexOf(u'<', at);
        text += markup.sliced(at, (tag < 0 ? markup.size() : tag) - at);
        const qsizetype end = tag < 0 ? -1 : markup.indexOf(u'>', tag);
        if (end < 0)
            break;
        const QStringView name = markup.sliced(tag + 1, end - tag - 1);
        const bool isInLine =
            name.startsWith(u"span") || name == u"/span" || name == u"/a" || name.startsWith(u"a ");
        if (!isInLine)
            text += name.startsWith(u"img") ? QChar(QChar::ObjectReplacementCharacter) : QChar(u'\n');
        at = end + 1;
    }
    text.replace(QStringLiteral("&lt;"), QStringLiteral("<"))
        .replace(QStringLiteral("&gt;"), QStringLiteral(">"));
    text.replace(QStringLiteral("&quot;"), QStringLiteral("\""))
        .replace(QStringLiteral("&nbsp;"), QStringLiteral(" "));
    return text.replace(QStringLiteral("&amp;"), QStringLiteral("&"));
}
} // namespace

bool QuoteFolding::isWorthIt(qsizetype lines)
{
    return lines >= fewestFoldedLines;
}

QString QuoteFolding::line(int quote, bool isFolded, qsizetype lines, const QString &style)
{
    const QString words = QCoreApplication::translate("TextPage", "%n quoted line(s)", nullptr, int(lines));
    return QStringLiteral(
               "<div style=\"%1\"><a href=\"%2:%3\" style=\"%1text-decoration:none\">%4 %5</a></div>")
        .arg(style, QStringView(foldScheme))
        .arg(quote)
        .arg(isFolded ? QStringLiteral("\u25B8") : QStringLiteral("\u25BE"), words);
}

QString QuoteFolding::page(const QString &safeHtml, const FoldedQuotes &folded)
{
    if (!folded.isOffered || !safeHtml.contains(quotationStart))
        return safeHtml;
    QString page;
    qsizetype from = 0;
    int number = 0;
    for (const Quotation &one : quotationsIn(safeHtml)) {
        page += QStringView(safeHtml).sliced(from, one.start - from);
        page += line(number, folded.has(number), one.lines, one.style.toString());
        if (!folded.has(number))
            page += one.content;
        from = one.end;
        ++number;
    }
    page += QStringView(safeHtml).sliced(from);
    return page;
}

QStringList QuoteFolding::texts(const QString &safeHtml)
{
    QStringList texts;
    for (const Quotation &one : quotationsIn(safeHtml))
        texts += asRead(textOf(one.content));
    return texts;
}

QString QuoteFolding::asRead(QString text)
{
    return text.remove(QChar(0x200B)).replace(QChar(0xA0), u' ');
}
