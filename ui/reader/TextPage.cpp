// SPDX-License-Identifier: GPL-3.0-or-later
#include "TextPage.h"

#include <QColor>
#include <QRegularExpression>

#include <algorithm>

namespace
{
constexpr int longestWord = 300; // QTextDocument takes for ever over words without an end
constexpr int colouredLevels = 3;

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

QString mixed(const QColor &a, const QColor &b, qreal share)
{
    const auto part = [share](int x, int y) { return int(x * (1 - share) + y * share); };
    return QColor(part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue())).name();
}
} // namespace

QString textPage(const QString &text, const QPalette &palette)
{
    const QColor ink = palette.color(QPalette::Text);
    const QColor paper = palette.color(QPalette::Base);
    const QColor accent = palette.color(QPalette::Link);
    QString html = QStringLiteral("<html><body>");
    QString normal = text;
    normal.replace(QStringLiteral("\r\n"), QStringLiteral("\n")).replace(u'\r', u'\n');
    for (const QStringView line : QStringView(normal).split(u'\n')) {
        if (line.isEmpty()) {
            // QTextDocument's own way to write an empty line; a <br> in a <div> would be two.
            html += QStringLiteral("<p style=\"-qt-paragraph-type:empty;margin:0\"><br /></p>");
            continue;
        }
        const int level = quoteLevel(line);
        html += QStringLiteral("<div style=\"white-space:pre-wrap;");
        if (level > 0) {
            const QColor base(level % 2 == 1 ? mixed(ink, accent, 0.55) : ink.name());
            html +=
                QStringLiteral("color:%1;").arg(mixed(base, paper, 0.15 * std::min(level, colouredLevels)));
        }
        html += QStringLiteral("\">") + withLinks(line) + QStringLiteral("</div>");
    }
    return html + QStringLiteral("</body></html>");
}
